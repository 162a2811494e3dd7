package knutpunkt.wire.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ed25519SignatureTest {
    private static final String JDK = "SunEC";

    /** The order of the curve's group (RFC 8032, section 5.1): with it added, the same number in another form. */
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final KeyPair keys = SigningKeys.make(new SecureRandom());

    @BeforeAll
    static void install() {
        Ed25519Provider.install();
    }

    @Test
    void everySignatureIsTheJdksByteForByte() throws Exception {
        for (int i = 0; i < 200; i++) {
            KeyPair pair = SigningKeys.make(new SecureRandom());
            byte[] message = message();

            byte[] ours = sign(Signature.getInstance("EdDSA"), pair.getPrivate(), message);

            assertThat(ours)
                    .as("seed %d", seed)
                    .isEqualTo(sign(Signature.getInstance("EdDSA", JDK), pair.getPrivate(), message));
            assertThat(verify(pair.getPublic(), message, ours)).isTrue();
        }
    }

    /** RFC 8032, section 7.1, tests 1 to 3. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
                + "25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c3"
                + "87b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594"
                + "a7c15e9716ed28dc027beceea1ec40a"
    })
    void theStandardsOwnExamplesAreMet(String secret, String message, String expected) throws Exception {
        PrivateKey key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(
                        NamedParameterSpec.ED25519, HexFormat.of().parseHex(secret)));

        byte[] signature =
                sign(Signature.getInstance("Ed25519"), key, HexFormat.of().parseHex(message));

        assertThat(HexFormat.of().formatHex(signature)).isEqualTo(expected);
    }

    @Test
    void aBitThatIsTurnedAnywhereIsSeen() throws Exception {
        byte[] message = message();
        byte[] signature = sign(Signature.getInstance("EdDSA"), keys.getPrivate(), message);

        for (int bit = 0; bit < signature.length * Byte.SIZE; bit++) {
            assertThat(verify(keys.getPublic(), message, turned(signature, bit)))
                    .as("seed %d, the signature's bit %d", seed, bit)
                    .isFalse();
        }
        for (int i = 0; i < 100; i++) {
            byte[] other = turned(message, random.nextInt(message.length * Byte.SIZE));
            assertThat(verify(keys.getPublic(), other, signature)).isFalse();
        }
    }

    @Test
    void aSecondFormOfTheSameNumberIsNoSignature() throws Exception {
        byte[] message = message();
        byte[] signature = sign(Signature.getInstance("EdDSA"), keys.getPrivate(), message);
        byte[] other = signature.clone();
        byte[] scalar = reversed(Arrays.copyOfRange(signature, 32, 64));
        byte[] sum = new BigInteger(1, scalar).add(ORDER).toByteArray();
        byte[] padded = new byte[32];
        System.arraycopy(sum, sum.length - 32, padded, 0, 32);
        System.arraycopy(reversed(padded), 0, other, 32, 32);

        assertThat(verify(keys.getPublic(), message, other)).isFalse();
    }

    @Test
    void aSignatureOfAnotherLengthIsNone() throws Exception {
        byte[] signature = sign(Signature.getInstance("EdDSA"), keys.getPrivate(), new byte[3]);

        assertThat(verify(keys.getPublic(), new byte[3], Arrays.copyOf(signature, 63)))
                .isFalse();
        assertThat(verify(keys.getPublic(), new byte[3], Arrays.copyOf(signature, 65)))
                .isFalse();
        assertThat(verify(keys.getPublic(), new byte[3], new byte[0])).isFalse();
    }

    @Test
    void oneSignatureMayFollowAnotherAndTheMessageMayComeInPieces() throws Exception {
        byte[] message = message();
        Signature signing = Signature.getInstance("EdDSA");
        byte[] first = sign(signing, keys.getPrivate(), message);

        signing.update(message[0]);
        signing.update(message, 1, message.length - 1);

        assertThat(signing.sign()).isEqualTo(first);
    }

    @Test
    void keysOfAnotherCurveAreTheJdksAsBefore() throws Exception {
        KeyPair ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair();
        Signature signing = Signature.getInstance("EdDSA");

        byte[] signature = sign(signing, ed448.getPrivate(), new byte[5]);

        assertThat(signing.getProvider().getName()).isEqualTo(JDK);
        assertThat(verify(ed448.getPublic(), new byte[5], signature)).isTrue();
    }

    @Test
    void theJdkSignsNothingThatWeCanSign() throws Exception {
        Signature signing = Signature.getInstance("EdDSA");

        signing.initSign(keys.getPrivate());

        assertThat(signing.getProvider().getName()).isEqualTo("KnutpunktEd25519");
        assertThat(Arrays.stream(Security.getProviders())
                        .filter(one -> one instanceof Ed25519Provider)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatIsNoKeyOfThisKindIsRefused() throws Exception {
        var own = new Ed25519Signature();
        KeyPair sealing = SealingKeys.make(new SecureRandom());

        assertThatThrownBy(() -> own.engineInitSign(sealing.getPrivate()))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("Ed25519");
        assertThatThrownBy(() -> own.engineInitVerify(sealing.getPublic()))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("Ed25519");
        assertThatThrownBy(own::engineSign).isInstanceOf(SignatureException.class);
        assertThatThrownBy(() -> own.engineVerify(new byte[64])).isInstanceOf(SignatureException.class);
    }

    /** The curve has no point with y = 2. */
    @Test
    void whatIsNoPointOfTheCurveIsRefused() throws Exception {
        byte[] spki = HexFormat.of().parseHex("302a300506032b6570032100" + "02" + "00".repeat(31));
        PublicKey nowhere = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));

        assertThatThrownBy(() -> new Ed25519Signature().engineInitVerify(nowhere))
                .isInstanceOf(InvalidKeyException.class);
    }

    private static byte[] sign(Signature signature, PrivateKey key, byte[] message) throws Exception {
        assertThat(key).isInstanceOf(EdECPrivateKey.class);
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    private static boolean verify(PublicKey key, byte[] message, byte[] signature) throws Exception {
        Signature verifying = Signature.getInstance("EdDSA");
        verifying.initVerify(key);
        verifying.update(message);
        return verifying.verify(signature);
    }

    private byte[] message() {
        byte[] message = new byte[1 + random.nextInt(3_000)];
        random.nextBytes(message);
        return message;
    }

    private static byte[] turned(byte[] bytes, int bit) {
        byte[] other = bytes.clone();
        other[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return other;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] other = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            other[i] = bytes[bytes.length - 1 - i];
        }
        return other;
    }
}
