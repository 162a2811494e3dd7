package knutpunkt.kiosk.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MigrationsTest {
    private static final Migrations.Script FIRST =
            new Migrations.Script(1, "001-a.sql", "CREATE TABLE a (n INTEGER); INSERT INTO a VALUES (1);");
    private static final Migrations.Script SECOND =
            new Migrations.Script(2, "002-b.sql", "CREATE TABLE b (n INTEGER); INSERT INTO a VALUES (2);");

    @TempDir
    Path folder;

    private Session open() throws Exception {
        return Session.writer(folder.resolve("m.db"));
    }

    private static List<Long> rows(Session session) {
        return new Transaction(session, false).list("SELECT n FROM a ORDER BY n", row -> row.number("n"));
    }

    @Test
    void eachScriptRunsOnceInOrder() throws Exception {
        try (Session session = open()) {
            new Migrations(List.of(FIRST)).apply(session);
            new Migrations(List.of(SECOND, FIRST)).apply(session);
            new Migrations(List.of(FIRST, SECOND)).apply(session);

            assertThat(rows(session)).containsExactly(1L, 2L);
        }
    }

    @Test
    void aScriptThatFailsHalfwayLeavesNothingOfItselfAndRefusesToStart() throws Exception {
        var broken = new Migrations.Script(2, "002-b.sql", "INSERT INTO a VALUES (2); INSERT INTO nowhere VALUES (1);");
        try (Session session = open()) {
            assertThatThrownBy(() -> new Migrations(List.of(FIRST, broken)).apply(session))
                    .isInstanceOf(DatabaseUnusable.class)
                    .hasMessageContaining("002-b.sql")
                    .hasMessageContaining("nowhere");
        }
        try (Session session = open()) {
            assertThat(rows(session)).containsExactly(1L);
        }
    }

    @Test
    void aNewerDatabaseRefusesToStartAndIsLeftAsItIs() throws Exception {
        Path file = folder.resolve("site.db");
        Database.open(file).close();
        try (Session session = Session.writer(file)) {
            session.execute("PRAGMA user_version = 999");
        }

        assertThatThrownBy(() -> Database.open(file))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("version [999]");
        try (Session session = Session.writer(file)) {
            assertThat(new Transaction(session, false).one("PRAGMA user_version", row -> row.number("user_version")))
                    .contains(999L);
        }
    }

    @Test
    void aFileThatIsNoDatabaseRefusesToStart() throws Exception {
        Path file = folder.resolve("site.db");
        java.nio.file.Files.writeString(file, "this is not a database at all, but a text long enough to be looked at");

        assertThatThrownBy(() -> Database.open(file))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("site.db");
    }

    @Test
    void twoScriptsOfOneNumberAreRefused() {
        var twin = new Migrations.Script(1, "001-twin.sql", "");

        assertThatThrownBy(() -> new Migrations(List.of(FIRST, twin))).hasMessageContaining("must have number [2]");
    }
}
