package knutpunkt.wire.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {
    @TempDir
    Path folder;

    @Test
    void aKeyPairReadsBackAsItWasWritten() throws Exception {
        KeyPair keys = SigningKeys.make(new SecureRandom());
        SigningKeys.write(folder.resolve("a.key"), keys.getPrivate());
        SigningKeys.write(folder.resolve("a.pub"), keys.getPublic());

        assertThat(SigningKeys.readPrivate(folder.resolve("a.key"))).isEqualTo(keys.getPrivate());
        assertThat(SigningKeys.readPublic(folder.resolve("a.pub"))).isEqualTo(keys.getPublic());
    }

    @Test
    void aSealingKeyPairReadsBackAsItWasWritten() throws Exception {
        KeyPair keys = SealingKeys.make(new SecureRandom());
        SealingKeys.write(folder.resolve("b.key"), keys.getPrivate());
        SealingKeys.write(folder.resolve("b.pub"), keys.getPublic());

        assertThat(SealingKeys.readPrivate(folder.resolve("b.key"))).isEqualTo(keys.getPrivate());
        assertThat(SealingKeys.readPublic(folder.resolve("b.pub"))).isEqualTo(keys.getPublic());
    }

    @Test
    void onlyTheOwnerMayReadAKeyAndNoDraftIsLeft() throws IOException {
        Path file = folder.resolve("a.key");
        Files.writeString(file, "an old one that everybody could read");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        SigningKeys.write(file, SigningKeys.make(new SecureRandom()).getPrivate());

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList()).isEqualTo(List.of(file));
        }
    }

    @Test
    void aKeyOfAnotherKindIsNotReadAsASigningKey() throws IOException {
        Path file = folder.resolve("b.key");
        SealingKeys.write(file, SealingKeys.make(new SecureRandom()).getPrivate());

        assertThatThrownBy(() -> SigningKeys.readPrivate(file)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> SigningKeys.readPublic(file)).isInstanceOf(GeneralSecurityException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAA\n-----END PUBLIC KEY-----"
            })
    void aDamagedFileIsNoKey(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("c.key"), text);

        assertThatThrownBy(() -> SigningKeys.readPrivate(file)).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void anEnormousFileIsNotReadIntoMemory() throws IOException {
        Path file = Files.writeString(folder.resolve("d.key"), "A".repeat(100_000));

        assertThatThrownBy(() -> SigningKeys.readPrivate(file)).hasMessageContaining("larger than");
    }
}
