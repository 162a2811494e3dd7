package knutpunkt.wire.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/** Makes the site's X.509 certificates for MQTT: EC P-256, and nothing in them that MQTT does not need. */
final class Certificates {
    /** A site outlives its machines; the authority signs nothing but MQTT parties, and changing it means every door. */
    static final Duration AUTHORITY_LIFE = Duration.ofDays(3_653);

    /** The longest life TLS libraries take from a leaf without complaint, and two yearly service visits long. */
    static final Duration LEAF_LIFE = Duration.ofDays(825);

    /** Whoever looks on does so for a day at most: keys that were left lying about are soon worth nothing. */
    static final Duration WATCH_LIFE = Duration.ofDays(1);

    /** A Raspberry Pi without a battery clock may start at its last shutdown: certificates are good from a day before. */
    static final Duration BACKDATED = Duration.ofDays(1);

    /** How much of a certificate's life has passed when the next one is made: the last third is for whoever is away. */
    static boolean isDue(X509Certificate certificate, Instant now) {
        Instant begins = certificate.getNotBefore().toInstant();
        Duration life = Duration.between(begins, certificate.getNotAfter().toInstant());
        return !now.isBefore(begins.plus(life.dividedBy(3).multipliedBy(2)));
    }

    private static final int SERIAL_BITS = 127;

    private final InstantSource clock;
    private final SecureRandom random;

    Certificates(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** The authority's own certificate. */
    X509Certificate authority(String name, KeyPair keys) {
        return build(name(name), AUTHORITY_LIFE, name(name), keys.getPublic(), keys.getPrivate(), certificate -> {
            certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        });
    }

    /** A client's: its common name is who it is to the broker. */
    X509Certificate client(String name, PublicKey key, X509Certificate authority, PrivateKey authorityKey) {
        return client(name, LEAF_LIFE, key, authority, authorityKey);
    }

    /** The same, for so long from now on. */
    X509Certificate client(
            String name, Duration life, PublicKey key, X509Certificate authority, PrivateKey authorityKey) {
        return build(issuer(authority), life, name(name), key, authorityKey, certificate -> {
            leaf(certificate, KeyPurposeId.id_kp_clientAuth);
            addAuthorityKey(certificate, authority);
        });
    }

    /** The broker's, for the names and addresses clients reach it by. */
    X509Certificate server(List<String> names, PublicKey key, X509Certificate authority, PrivateKey authorityKey) {
        return build(issuer(authority), LEAF_LIFE, name("broker"), key, authorityKey, certificate -> {
            leaf(certificate, KeyPurposeId.id_kp_serverAuth);
            addAuthorityKey(certificate, authority);
            GeneralName[] alternatives =
                    names.stream().map(Certificates::alternative).toArray(GeneralName[]::new);
            certificate.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
        });
    }

    /**
     * What an authority has taken back. The list is good for as long as the authority is, from its beginning on: a broker that
     * nobody gave a newer one, or one that was made while the clock here was ahead, must go on refusing by it, and not refuse
     * everybody.
     */
    X509CRL revocations(X509Certificate authority, PrivateKey authorityKey, Collection<Revocations.Entry> entries) {
        Date at = authority.getNotBefore();
        var list = new X509v2CRLBuilder(issuer(authority), at);
        list.setNextUpdate(authority.getNotAfter());
        entries.stream()
                .sorted(Comparator.comparing(Revocations.Entry::serial))
                .forEach(entry -> list.addCRLEntry(entry.serial(), at, CRLReason.unspecified));
        try {
            addAuthorityKey(list, authority);
            return new JcaX509CRLConverter().getCRL(list.build(signer(authorityKey)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(
                    "the list of [" + authority.getSubjectX500Principal() + "] was not made", e);
        }
    }

    private ContentSigner signer(PrivateKey key) throws OperatorCreationException {
        return new JcaContentSignerBuilder(KeyChecks.ECDSA)
                .setSecureRandom(random)
                .build(key);
    }

    private interface Extensions {
        void add(JcaX509v3CertificateBuilder certificate) throws IOException, GeneralSecurityException;
    }

    private X509Certificate build(
            X500Name issuer, Duration life, X500Name subject, PublicKey key, PrivateKey signer, Extensions extensions) {
        Instant now = clock.instant();
        try {
            var certificate = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                    Date.from(now.minus(BACKDATED)),
                    Date.from(now.plus(life)),
                    subject,
                    key);
            certificate.addExtension(
                    Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
            extensions.add(certificate);
            return new JcaX509CertificateConverter().getCertificate(certificate.build(signer(signer)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate for [" + subject + "] could not be made", e);
        }
    }

    private static void leaf(JcaX509v3CertificateBuilder certificate, KeyPurposeId purpose) throws IOException {
        certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        certificate.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    }

    private static void addAuthorityKey(JcaX509v3CertificateBuilder certificate, X509Certificate authority)
            throws IOException, GeneralSecurityException {
        ASN1Encodable id = new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority);
        certificate.addExtension(Extension.authorityKeyIdentifier, false, id);
    }

    private static GeneralName alternative(String name) {
        boolean address = IPAddress.isValid(name);
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static void addAuthorityKey(X509v2CRLBuilder list, X509Certificate authority)
            throws IOException, GeneralSecurityException {
        ASN1Encodable id = new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority);
        list.addExtension(Extension.authorityKeyIdentifier, false, id);
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    }

    private static X500Name issuer(X509Certificate authority) {
        return X500Name.getInstance(authority.getSubjectX500Principal().getEncoded());
    }
}
