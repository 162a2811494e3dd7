package knutpunkt.kiosk.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTokenTest {
    @TempDir
    private Path folder;

    @Test
    void theFirstStartMakesATokenThatOnlyItsOwnerReads() throws IOException {
        Path file = folder.resolve("api-token");

        ApiToken token = ApiToken.readOrMake(file, new Random(1));

        assertThat(token.text()).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void theNextStartHasTheSameToken() {
        Path file = folder.resolve("api-token");
        String first = ApiToken.readOrMake(file, new Random(1)).text();

        assertThat(ApiToken.readOrMake(file, new Random(2)).text()).isEqualTo(first);
    }

    @Test
    void aTokenThatOthersMayReadRefusesToStart() throws IOException {
        Path file = folder.resolve("api-token");
        ApiToken.readOrMake(file, new Random(1));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> ApiToken.readOrMake(file, new Random(1)))
                .isInstanceOf(ApiTokenUnusable.class)
                .hasMessageContaining("0600");
    }

    @Test
    void aFileThatHoldsNoTokenRefusesToStart() throws IOException {
        Path file = folder.resolve("api-token");
        ApiToken.readOrMake(file, new Random(1));
        Files.writeString(file, "\n");

        assertThatThrownBy(() -> ApiToken.readOrMake(file, new Random(1)))
                .isInstanceOf(ApiTokenUnusable.class)
                .hasMessageContaining("holds no API token");
    }

    @Test
    void onlyTheWholeTokenIsTaken() {
        ApiToken token = ApiToken.readOrMake(folder.resolve("api-token"), new Random(1));

        assertThat(token.isIn(Optional.of("Bearer " + token.text()))).isTrue();
        assertThat(token.isIn(Optional.of("bearer " + token.text()))).isTrue();
        assertThat(token.isIn(Optional.of("Bearer " + token.text() + "x"))).isFalse();
        assertThat(token.isIn(Optional.of(token.text()))).isFalse();
        assertThat(token.isIn(Optional.empty())).isFalse();
    }

    @Test
    void theTokenIsInNoMessage() {
        ApiToken token = ApiToken.readOrMake(folder.resolve("api-token"), new Random(1));

        assertThat(token.toString()).doesNotContain(token.text());
    }
}
