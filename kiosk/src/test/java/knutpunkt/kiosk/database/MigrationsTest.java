package knutpunkt.kiosk.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

    /** The shipped scripts up to a number, as an older program had them. */
    private static Migrations shippedUpTo(int number) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/migrations"))) {
            var scripts = new ArrayList<Migrations.Script>();
            for (Path file : files.sorted().limit(number).toList()) {
                String name = file.getFileName().toString();
                scripts.add(
                        new Migrations.Script(Integer.parseInt(name.substring(0, 3)), name, Files.readString(file)));
            }
            return new Migrations(scripts);
        }
    }

    @Test
    void presenceThatAnOlderProgramWorkedOutIsTakenOverAsItWas() throws Exception {
        try (Session session = open()) {
            shippedUpTo(8).apply(session);
            session.execute("""
                    INSERT INTO controller (id, name) VALUES ('c1', 'c1');
                    INSERT INTO journal VALUES ('j1', 'c1', 0, 2, 'h');
                    INSERT INTO record (id, journal, sequence, controller, boot, kind, uptime, at, clock, content_hash, hash,
                        received_at, readable)
                    VALUES (1, 'j1', 1, 'c1', 'b', 'passage', 0, 0, 'TRUSTED', '', '', 0, 1),
                        (2, 'j1', 2, 'c1', 'b', 'passage', 0, 0, 'TRUSTED', '', '', 0, 1);
                    INSERT INTO passage VALUES (1, 'p-1', 40, 'c1', 1, 'j1', 'd', 'IN', 'CONFIRMED', 'TRUSTED'),
                        (2, 'p-1', 50, 'c1', 2, 'j1', 'd', 'UNKNOWN', 'MEDIUM', 'TRUSTED');
                    INSERT INTO stay VALUES (1, 'p-1', 40, 'c1', 1, 'j1', NULL, 'PRESENT', 'UNKNOWN', 'DIRECTION_UNKNOWN')""");

            shippedUpTo(9).apply(session);

            var transaction = new Transaction(session, false);
            assertThat(transaction.list(
                            "SELECT * FROM stay",
                            row -> row.text("person") + " since " + row.number("counted_at") + " seen "
                                    + row.number("seen_at") + " " + row.text("state") + " " + row.text("basis")))
                    .containsExactly("p-1 since 40 seen 50 PRESENT DIRECTION_UNKNOWN");
            assertThat(transaction.list("SELECT way FROM movement ORDER BY record", row -> row.text("way")))
                    .containsExactly("IN", "UNKNOWN");
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
