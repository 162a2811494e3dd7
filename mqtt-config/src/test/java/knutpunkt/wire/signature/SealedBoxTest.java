package knutpunkt.wire.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwe.JsonWebEncryption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealedBoxTest {
    private static final byte[] CONTENT = "1.00112233445566778899aabbccddeeff".getBytes(StandardCharsets.UTF_8);
    private static final KeyPair SERVICE = SealingKeys.make(new SecureRandom());

    private final Sealer sealer = new Sealer(SERVICE.getPublic());
    private final Opener opener = new Opener(SERVICE.getPrivate());

    @Test
    void theServiceOpensWhatWasSealedForIt() {
        assertThat(opener.open(sealer.seal(CONTENT))).contains(CONTENT);
    }

    @Test
    void theSameContentNeverLooksTheSame() {
        assertThat(sealer.seal(CONTENT)).isNotEqualTo(sealer.seal(CONTENT));
    }

    @Test
    void theHeaderNamesTheOnlyAlgorithmsThereAre() {
        String box = sealer.seal(CONTENT);
        String header =
                new String(Base64.getUrlDecoder().decode(box.substring(0, box.indexOf('.'))), StandardCharsets.UTF_8);

        assertThat(header)
                .contains("\"ECDH-ES+A256KW\"")
                .contains("\"A256GCM\"")
                .contains("\"P-256\"");
    }

    @Test
    void nobodyElseOpensIt() {
        var other = new Opener(SealingKeys.make(new SecureRandom()).getPrivate());

        assertThat(other.open(sealer.seal(CONTENT))).isEmpty();
    }

    @Test
    void everyChangedCharacterIsFoundOut() {
        String box = sealer.seal(CONTENT);
        for (int at = 0; at < box.length(); at++) {
            char other = box.charAt(at) == 'A' ? 'Q' : 'A';

            assertThat(opener.open(box.substring(0, at) + other + box.substring(at + 1)))
                    .as("character %d", at)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "....", "a.b.c.d.e", "e30.e30.e30.e30.e30", "not a box", "å"})
    void whatIsNoBoxIsNotOpened(String text) {
        assertThat(opener.open(text)).isEmpty();
    }

    @Test
    void aBoxWithRandomHeadersIsNotOpened() {
        long seed = 20_261_122;
        var random = new Random(seed);
        String box = sealer.seal(CONTENT);
        String rest = box.substring(box.indexOf('.'));
        List<String> values = List.of(
                "7",
                "null",
                "[]",
                "{}",
                "\"x\"",
                "\"ECDH-ES+A256KW\"",
                "\"A256GCM\"",
                "[\"exp\"]",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"*\",\"y\":\"\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\"}",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AA\"}");
        for (int i = 0; i < 2_000; i++) {
            String header = Stream.of("epk", "zip", "crit", "apu", "apv", "p2c")
                    .filter(_ -> random.nextInt(3) > 0)
                    .map(name -> "\"" + name + "\":" + values.get(random.nextInt(values.size())))
                    .collect(Collectors.joining(",", "{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A256GCM\",", "}"));
            String encoded =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8));

            assertThat(opener.open(encoded + rest))
                    .as("seed %d: %s", seed, header)
                    .isEmpty();
        }
    }

    @Test
    void aBoxLargerThanAnyOfOursIsNotLookedAt() {
        assertThat(opener.open(sealer.seal(new byte[40_000]))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ECDH-ES, A256GCM",
        "ECDH-ES+A128KW, A256GCM",
        "ECDH-ES+A256KW, A128GCM",
        "ECDH-ES+A256KW, A256CBC-HS512"
    })
    void aBoxMadeWithOtherAlgorithmsIsNotOpened(String agreement, String cipher) throws Exception {
        assertThat(opener.open(made(agreement, cipher, SERVICE.getPublic(), false)))
                .isEmpty();
    }

    @Test
    void aBoxMadeWithASharedSecretIsNotOpened() throws Exception {
        Key secret = new SecretKeySpec(new byte[32], "AES");

        assertThat(opener.open(made("dir", "A256GCM", secret, false))).isEmpty();
    }

    @Test
    void aCompressedBoxIsNotOpened() throws Exception {
        assertThat(opener.open(made("ECDH-ES+A256KW", "A256GCM", SERVICE.getPublic(), true)))
                .isEmpty();
    }

    private static String made(String agreement, String cipher, Key key, boolean compressed) throws Exception {
        var jwe = new JsonWebEncryption();
        jwe.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        jwe.setAlgorithmHeaderValue(agreement);
        jwe.setEncryptionMethodHeaderParameter(cipher);
        if (compressed) {
            jwe.enableDefaultCompression();
        }
        jwe.setKey(key);
        jwe.setPlaintext(CONTENT);
        return jwe.getCompactSerialization();
    }
}
