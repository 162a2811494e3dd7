package knutpunkt.wire.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import knutpunkt.wire.SiteId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
    private static final SiteId SITE = new SiteId("demo");
    private static final String TOPIC = "knutpunkt/v1/demo/controllers/c1/events";
    private static final byte[] PAYLOAD = "{\"n\":1}".getBytes(StandardCharsets.UTF_8);
    private static final KeyPair C1 = SigningKeys.make(new SecureRandom());
    private static final KeyPair C2 = SigningKeys.make(new SecureRandom());
    private static final Map<String, PublicKey> PINNED = Map.of("c1", C1.getPublic(), "c2", C2.getPublic());

    private final Signer signer = new Signer("c1", SITE, C1.getPrivate());
    private final Verifier verifier = new Verifier(
            SITE, sender -> Optional.ofNullable(PINNED.get(sender)).stream().toList());

    @Test
    void whatTheSenderSignedIsValid() {
        assertThat(verify(signer.sign(TOPIC, PAYLOAD))).isEqualTo(Verdict.VALID);
    }

    @Test
    void anEmptyPayloadCanBeSignedToo() {
        assertThat(verifier.verify("c1", TOPIC, new byte[0], Optional.of(signer.sign(TOPIC, new byte[0]))))
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void theSignatureHoldsNoPayloadAndNamesSenderSiteAndTopic() {
        String[] parts = signer.sign(TOPIC, PAYLOAD).split("\\.", -1);

        assertThat(parts).hasSize(3);
        assertThat(parts[1]).isEmpty();
        assertThat(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8))
                .isEqualTo("{\"alg\":\"EdDSA\",\"iss\":\"c1\",\"site\":\"demo\",\"topic\":\"" + TOPIC + "\"}");
    }

    /** The key of RFC 8032, section 7.1, test 1; Ed25519 is deterministic, so a second implementation gives the same. */
    @Test
    void aKnownKeySignsAsAnyOtherImplementationWould() throws Exception {
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        byte[] point = HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        PrivateKey key = factory.generatePrivate(
                new PKCS8EncodedKeySpec(concat(HexFormat.of().parseHex("302e020100300506032b657004220420"), seed)));
        PublicKey publicKey = factory.generatePublic(
                new X509EncodedKeySpec(concat(HexFormat.of().parseHex("302a300506032b6570032100"), point)));

        String jws = new Signer("c1", SITE, key).sign(TOPIC, PAYLOAD);

        Signature independent = Signature.getInstance("Ed25519", "SunEC");
        independent.initSign(key);
        independent.update(
                (jws.substring(0, jws.indexOf('.') + 1) + base64(PAYLOAD)).getBytes(StandardCharsets.US_ASCII));
        assertThat(jws.substring(jws.indexOf("..") + 2)).isEqualTo(base64(independent.sign()));
        assertThat(new Verifier(SITE, _ -> List.of(publicKey)).verify("c1", TOPIC, PAYLOAD, Optional.of(jws)))
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void aMessageWithoutSignatureIsUnsigned() {
        assertThat(verifier.verify("c1", TOPIC, PAYLOAD, Optional.empty())).isEqualTo(Verdict.UNSIGNED);
    }

    @Test
    void aSenderWithoutPinnedKeyIsUnknown() {
        var stranger = new Signer("c9", SITE, C1.getPrivate());

        assertThat(verifier.verify("c9", TOPIC, PAYLOAD, Optional.of(stranger.sign(TOPIC, PAYLOAD))))
                .isEqualTo(Verdict.UNKNOWN_SENDER);
    }

    @Test
    void anotherSendersSignatureIsOfTheWrongSender() {
        var other = new Signer("c2", SITE, C2.getPrivate());

        assertThat(verify(other.sign(TOPIC, PAYLOAD))).isEqualTo(Verdict.WRONG_SENDER);
    }

    @Test
    void aSenderWhoClaimsToBeAnotherIsFoundOut() {
        var impostor = new Signer("c1", SITE, C2.getPrivate());

        assertThat(verify(impostor.sign(TOPIC, PAYLOAD))).isEqualTo(Verdict.BAD_SIGNATURE);
    }

    @Test
    void aSignatureForAnotherTopicCountsNotHere() {
        assertThat(verify(signer.sign(TOPIC + "/ack", PAYLOAD))).isEqualTo(Verdict.WRONG_TOPIC);
    }

    @Test
    void aSignatureForAnotherSiteCountsNotHere() {
        var elsewhere = new Signer("c1", new SiteId("other"), C1.getPrivate());

        assertThat(verify(elsewhere.sign(TOPIC, PAYLOAD))).isEqualTo(Verdict.WRONG_SITE);
    }

    @Test
    void anotherPayloadIsABadSignature() {
        String jws = signer.sign(TOPIC, PAYLOAD);

        assertThat(verifier.verify("c1", TOPIC, "{\"n\":2}".getBytes(StandardCharsets.UTF_8), Optional.of(jws)))
                .isEqualTo(Verdict.BAD_SIGNATURE);
    }

    @Test
    void everyFlippedBitOfThePayloadIsFoundOut() {
        String jws = signer.sign(TOPIC, PAYLOAD);
        for (int bit = 0; bit < PAYLOAD.length * 8; bit++) {
            byte[] changed = PAYLOAD.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(verifier.verify("c1", TOPIC, changed, Optional.of(jws)))
                    .as("bit %d", bit)
                    .isEqualTo(Verdict.BAD_SIGNATURE);
        }
    }

    @Test
    void everyChangedCharacterOfTheSignatureIsFoundOut() {
        String jws = signer.sign(TOPIC, PAYLOAD);
        for (int at = 0; at < jws.length(); at++) {
            for (char other : new char[] {'A', 'B', 'w', '_', '.', '=', ' ', '\n', 'å'}) {
                if (jws.charAt(at) != other) {
                    String changed = jws.substring(0, at) + other + jws.substring(at + 1);

                    assertThat(verify(changed)).as("%s at %d", other, at).isNotEqualTo(Verdict.VALID);
                }
            }
        }
    }

    @Test
    void everyTruncationAndExtensionIsFoundOut() {
        String jws = signer.sign(TOPIC, PAYLOAD);
        for (int length = 0; length < jws.length(); length++) {
            assertThat(verify(jws.substring(0, length)))
                    .as("%d characters", length)
                    .isNotEqualTo(Verdict.VALID);
        }
        for (String more : List.of("A", "=", ".", " ", "\n", ".x")) {
            assertThat(verify(jws + more)).as("followed by [%s]", more).isEqualTo(Verdict.MALFORMED);
        }
        assertThat(verify(" " + jws)).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void theLastCharactersSpareBitsCannotBeUsedToWriteItInAnotherWay() {
        String jws = signer.sign(TOPIC, PAYLOAD);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        char last = jws.charAt(jws.length() - 1);
        char sameBits = alphabet.charAt(alphabet.indexOf(last) ^ 1);

        assertThat(verify(jws.substring(0, jws.length() - 1) + sameBits)).isEqualTo(Verdict.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "x", "x.y", "x.y.z", "e30..", "..e30", "bm9qc29u..AAAA", "{}..AAAA"})
    void whatIsNoDetachedSignatureIsMalformed(String text) {
        assertThat(verify(text)).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void aSignatureThatCarriesAPayloadIsMalformed() {
        String attached = signer.sign(TOPIC, PAYLOAD).replace("..", "." + base64(PAYLOAD) + ".");

        assertThat(verify(attached)).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void anEnormousSignatureIsMalformed() {
        assertThat(verify("A".repeat(100_000) + ".." + "A".repeat(86))).isEqualTo(Verdict.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "HS512", "RS256", "ES256", "Ed25519", "Ed448", "eddsa", "EDDSA", ""})
    void onlyEdDsaIsAccepted(String algorithm) throws Exception {
        String header = "{\"alg\":\"" + algorithm + "\",\"iss\":\"c1\",\"site\":\"demo\",\"topic\":\"" + TOPIC + "\"}";

        assertThat(verify(signedByHand(header))).isEqualTo(Verdict.WRONG_ALGORITHM);
    }

    @Test
    void theClassicConfusionOfAPublicKeyWithAnHmacSecretIsRefused() throws Exception {
        String header = base64("{\"alg\":\"HS512\",\"iss\":\"c1\",\"site\":\"demo\",\"topic\":\"" + TOPIC + "\"}");
        Mac mac = Mac.getInstance("HmacSHA512");
        mac.init(new SecretKeySpec(C1.getPublic().getEncoded(), "HmacSHA512"));
        byte[] tag = mac.doFinal((header + "." + base64(PAYLOAD)).getBytes(StandardCharsets.US_ASCII));

        assertThat(verify(header + ".." + base64(tag))).isEqualTo(Verdict.WRONG_ALGORITHM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"crit\":[\"exp\"],\"exp\":1",
                "\"crit\":[\"b64\"],\"b64\":false",
                "\"b64\":true",
                "\"jwk\":{\"kty\":\"OKP\"}",
                "\"jku\":\"https://example.test\"",
                "\"kid\":\"x\"",
                "\"x5c\":[]",
                "\"x5u\":\"https://example.test\"",
                "\"zip\":\"DEF\""
            })
    void headersThatCouldChangeWhatItMeansAreMalformed(String header) throws Exception {
        String json = "{\"alg\":\"EdDSA\",\"iss\":\"c1\",\"site\":\"demo\",\"topic\":\"" + TOPIC + "\"," + header + "}";

        assertThat(verify(signedByHand(json))).isEqualTo(Verdict.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"EdDSA\"}",
                "{\"alg\":\"EdDSA\",\"iss\":7,\"site\":\"demo\",\"topic\":\"x\"}",
                "{\"alg\":\"EdDSA\",\"iss\":[\"c1\"],\"site\":\"demo\",\"topic\":\"x\"}",
                "{\"alg\":[\"EdDSA\"],\"iss\":\"c1\"}",
                "{\"alg\":null,\"iss\":\"c1\"}",
                "{\"alg\":\"EdDSA\",\"iss\":\"c1\",\"iss\":\"c2\"}",
                "[1]",
                "null",
                "7"
            })
    void headersOfTheWrongShapeAreRefused(String json) throws Exception {
        assertThat(verify(signedByHand(json))).isIn(Verdict.MALFORMED, Verdict.WRONG_ALGORITHM, Verdict.WRONG_SENDER);
    }

    @Test
    void randomHeadersAreRefusedAndNeverThrow() throws Exception {
        long seed = 20_261_122;
        var random = new Random(seed);
        List<String> values = List.of(
                "\"EdDSA\"",
                "\"c1\"",
                "\"demo\"",
                "\"" + TOPIC + "\"",
                "7",
                "1e999",
                "-0.0",
                "null",
                "true",
                "[]",
                "{}",
                "[".repeat(600) + "]".repeat(600),
                "{\"a\":".repeat(150) + "1" + "}".repeat(150),
                "\"\\ud800\"",
                "nope");
        String whole = "{\"alg\":\"EdDSA\",\"iss\":\"c1\",\"site\":\"demo\",\"topic\":\"" + TOPIC + "\"}";
        for (int i = 0; i < 3_000; i++) {
            String header = Stream.of("alg", "iss", "site", "topic", "typ", "cty", "x")
                    .filter(_ -> random.nextInt(5) > 0)
                    .map(name -> "\"" + name + "\":" + values.get(random.nextInt(values.size())))
                    .collect(Collectors.joining(",", "{", "}"));
            if (random.nextInt(4) == 0) {
                header = whole.substring(0, random.nextInt(whole.length()));
            }
            String jws = base64(header) + ".." + "A".repeat(86);

            assertThat(verify(jws)).as("seed %d: %s", seed, header).isNotEqualTo(Verdict.VALID);
        }
    }

    @Test
    void aSignerTakesNoKeyOfAnotherKind() {
        KeyPair sealing = SealingKeys.make(new SecureRandom());

        assertThatThrownBy(() -> new Signer("c1", SITE, sealing.getPrivate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Ed25519");
    }

    @Test
    void manyThreadsMayUseOneOfEach() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Verdict>> verdicts = IntStream.range(0, 400)
                    .mapToObj(i -> threads.submit(() -> {
                        byte[] payload = ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
                        return verifier.verify("c1", TOPIC, payload, Optional.of(signer.sign(TOPIC, payload)));
                    }))
                    .toList();
            for (Future<Verdict> verdict : verdicts) {
                assertThat(verdict.get()).isEqualTo(Verdict.VALID);
            }
        }
    }

    private Verdict verify(String jws) {
        return verifier.verify("c1", TOPIC, PAYLOAD, Optional.of(jws));
    }

    /** What the rightful owner of the key would get by signing this header, so that only the header can be at fault. */
    private static String signedByHand(String header) throws Exception {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(C1.getPrivate());
        signature.update((base64(header) + "." + base64(PAYLOAD)).getBytes(StandardCharsets.US_ASCII));
        return base64(header) + ".." + base64(signature.sign());
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
