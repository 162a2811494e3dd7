package knutpunkt.wire.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.signature.SealingKeys;
import knutpunkt.wire.signature.SigningKeys;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each reason for which a client's certificate is refused, one certificate after the other. */
class BadCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Certificates CERTIFICATES = new Certificates(() -> NOW, RANDOM);
    private static final KeyPair AUTHORITY_KEYS = SealingKeys.make(RANDOM);
    private static final X509Certificate AUTHORITY = CERTIFICATES.authority("authority of a test", AUTHORITY_KEYS);
    private static final KeyPair STRANGERS_KEYS = SealingKeys.make(RANDOM);
    private static final X509Certificate STRANGER = CERTIFICATES.authority("authority of a test", STRANGERS_KEYS);
    private static final String GOOD_SIGNATURE = "SHA256withECDSA";

    /** A certificate at a moment, and why it is refused then. */
    record Bad(String what, BadCertificate why, X509Certificate certificate, Instant now) {
        Bad(String what, BadCertificate why, X509Certificate certificate) {
            this(what, why, certificate, NOW);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Bad> badOnes() throws Exception {
        KeyPair own = SealingKeys.make(RANDOM);
        X509Certificate good = client("c1", own.getPublic());
        return Stream.of(
                new Bad(
                        "its own authority",
                        BadCertificate.SELF_SIGNED,
                        CERTIFICATES.client("c1", own.getPublic(), AUTHORITY, own.getPrivate())),
                new Bad(
                        "of an authority with the same name",
                        BadCertificate.FOREIGN_AUTHORITY,
                        CERTIFICATES.client("c1", own.getPublic(), STRANGER, STRANGERS_KEYS.getPrivate())),
                new Bad("RSA of 1024 bits", BadCertificate.WEAK_KEY, client("c1", rsa(1_024))),
                new Bad(
                        "a key of another kind",
                        BadCertificate.WEAK_KEY,
                        client("c1", SigningKeys.make(RANDOM).getPublic())),
                new Bad(
                        "signed with SHA-1",
                        BadCertificate.WEAK_KEY,
                        signed("CN=c1", own.getPublic(), "SHA1withECDSA", KeyPurposeId.id_kp_clientAuth)),
                new Bad(
                        "a broker's",
                        BadCertificate.WRONG_PURPOSE,
                        CERTIFICATES.server(
                                List.of("localhost"), own.getPublic(), AUTHORITY, AUTHORITY_KEYS.getPrivate())),
                new Bad("the authority's", BadCertificate.WRONG_PURPOSE, AUTHORITY),
                new Bad("a name with a level too many", BadCertificate.WRONG_NAME, client("c1/#", own.getPublic())),
                new Bad("a name in capitals", BadCertificate.WRONG_NAME, client("C1", own.getPublic())),
                new Bad("no name", BadCertificate.WRONG_NAME, named("O=c1", own.getPublic())),
                new Bad("two names", BadCertificate.WRONG_NAME, named("CN=c1,CN=service", own.getPublic())),
                new Bad(
                        "of tomorrow",
                        BadCertificate.NOT_YET_VALID,
                        good,
                        good.getNotBefore().toInstant().minusSeconds(1)),
                new Bad(
                        "of yesterday",
                        BadCertificate.EXPIRED,
                        good,
                        good.getNotAfter().toInstant().plusSeconds(1)),
                new Bad("taken back", BadCertificate.REVOKED, client("revoked", own.getPublic())),
                new Bad("nobody's", BadCertificate.NOT_ENROLLED, client("ghost", own.getPublic())));
    }

    private static X509Certificate client(String name, PublicKey key) {
        return CERTIFICATES.client(name, key, AUTHORITY, AUTHORITY_KEYS.getPrivate());
    }

    private static X509Certificate named(String subject, PublicKey key) throws Exception {
        return signed(subject, key, GOOD_SIGNATURE, KeyPurposeId.id_kp_clientAuth);
    }

    /** What our own enrolment does not make. */
    private static X509Certificate signed(String subject, PublicKey key, String algorithm, KeyPurposeId purpose)
            throws Exception {
        var builder = new JcaX509v3CertificateBuilder(
                X500Name.getInstance(AUTHORITY.getSubjectX500Principal().getEncoded()),
                BigInteger.ONE,
                Date.from(NOW),
                Date.from(NOW.plus(Duration.ofDays(1))),
                new X500Name(subject),
                key);
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder(algorithm).build(AUTHORITY_KEYS.getPrivate())));
    }

    private static PublicKey rsa(int bits) throws GeneralSecurityException {
        return rsaPair(bits).getPublic();
    }

    private static KeyPair rsaPair(int bits) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static Optional<ClientCheck.Refused> check(X509Certificate certificate, Instant now, Instant made) {
        Predicate<X509Certificate> revoked =
                each -> each.getSubjectX500Principal().getName().contains("revoked");
        return new ClientCheck(List.of(AUTHORITY), now, made, revoked, name -> !name.equals("ghost"))
                .check(certificate);
    }

    @ParameterizedTest
    @MethodSource("badOnes")
    void aBadCertificateIsRefusedForExactlyWhatIsWrongWithIt(Bad bad) {
        assertThat(check(bad.certificate(), bad.now(), Instant.MIN).map(ClientCheck.Refused::why))
                .contains(bad.why());
    }

    @ParameterizedTest
    @EnumSource(BadCertificate.class)
    void thereIsABadCertificateForEachReason(BadCertificate why) throws Exception {
        assertThat(badOnes()).extracting(Bad::why).contains(why);
    }

    @Test
    void theNameIsSaidOnlyOfWhomAnAuthorityOfOursHasNamed() throws Exception {
        KeyPair own = SealingKeys.make(RANDOM);
        X509Certificate claimed = CERTIFICATES.client("c1", own.getPublic(), AUTHORITY, own.getPrivate());

        assertThat(check(claimed, NOW, NOW).orElseThrow().client()).isEmpty();
        assertThat(check(client("ghost", own.getPublic()), NOW, NOW)
                        .orElseThrow()
                        .client())
                .contains("ghost");
        assertThat(check(client("C1", own.getPublic()), NOW, NOW).orElseThrow().client())
                .isEmpty();
    }

    @Test
    void whatIsGoodIsTakenAndSoAreStrongerKeysAndAClockBehindWhatWasMadeHere() throws Exception {
        X509Certificate good = client("c1", SealingKeys.make(RANDOM).getPublic());
        Instant before = good.getNotBefore().toInstant().minusSeconds(1);

        assertThat(check(good, NOW, Instant.MIN)).isEmpty();
        assertThat(check(client("c1", rsa(2_048)), NOW, Instant.MIN)).isEmpty();
        assertThat(check(named("CN=c1", SealingKeys.make(RANDOM).getPublic()), NOW, Instant.MIN))
                .isEmpty();
        assertThat(check(good, before, NOW)).isEmpty();
    }

    @Test
    void aRequestForAKeyThatCanBeFoundByTryingIsRefused() throws Exception {
        KeyPair weak = rsaPair(1_024);
        var c1 = new ControllerId("c1");

        assertThatThrownBy(() -> CertificateRequest.check(request("CN=c1", weak, "SHA256withRSA"), c1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("P-256");
    }

    @Test
    void aRequestForAnotherNameOrForMoreThanOneIsRefused() throws Exception {
        KeyPair keys = SealingKeys.make(RANDOM);
        var c1 = new ControllerId("c1");

        for (String subject : List.of("CN=c2", "CN=c1,O=x", "CN=c1+O=x", "O=c1", "CN=c1,CN=service")) {
            assertThatThrownBy(() -> CertificateRequest.check(request(subject, keys, GOOD_SIGNATURE), c1))
                    .as(subject)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the request is for another name than [c1]");
        }
        assertThat(CertificateRequest.check(request("CN=c1", keys, GOOD_SIGNATURE), c1))
                .isEqualTo(keys.getPublic());
    }

    private static byte[] request(String subject, KeyPair keys, String algorithm) throws Exception {
        PrivateKey key = keys.getPrivate();
        return new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic())
                .build(new JcaContentSignerBuilder(algorithm).build(key))
                .getEncoded();
    }
}
