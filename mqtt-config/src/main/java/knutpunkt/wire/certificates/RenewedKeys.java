package knutpunkt.wire.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import knutpunkt.wire.Hash;
import knutpunkt.wire.signature.PemBundle;
import knutpunkt.wire.signature.PemBundle.Block;
import knutpunkt.wire.signature.PemFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a controller's keys have become since its enrolment: all of it in one file, replaced as a whole, so that no power
 * cut leaves a certificate without its key. Immutable.
 *
 * @param base the certificate of the enrolment it goes back to: keys of an earlier enrolment count no longer
 * @param before what let it in until now, while the new certificate has not done so yet
 */
record RenewedKeys(Hash base, TlsIdentity identity, PrivateKey signing, Trust trust, Optional<TlsIdentity> before) {
    static final String FILE = "renewed.pem";

    /** Keys that were made and asked a certificate for. */
    static final String REQUESTED = "requested.pem";

    private static final Logger LOG = LoggerFactory.getLogger(RenewedKeys.class);
    private static final String BASE = "BASE";
    private static final String SIGNING_KEY = "SIGNING KEY";
    private static final String AUTHORITY = "AUTHORITY";
    private static final String SERVICE_KEY = "SERVICE SIGNING KEY";
    private static final String CERTIFICATE_BEFORE = "CERTIFICATE BEFORE";
    private static final String KEY_BEFORE = "PRIVATE KEY BEFORE";

    /** A certificate and its key. */
    record TlsIdentity(X509Certificate certificate, PrivateKey key) {}

    void write(KeyFolder folder) {
        var blocks = new ArrayList<Block>();
        blocks.add(new Block(BASE, base.bytes()));
        blocks.add(new Block(PemFile.CERTIFICATE, Trust.der(identity.certificate())));
        blocks.add(new Block(PemFile.PRIVATE_KEY, identity.key().getEncoded()));
        blocks.add(new Block(SIGNING_KEY, signing.getEncoded()));
        trust.authorities().forEach(one -> blocks.add(new Block(AUTHORITY, Trust.der(one))));
        trust.signers().forEach(one -> blocks.add(new Block(SERVICE_KEY, one.getEncoded())));
        before.ifPresent(old -> {
            blocks.add(new Block(CERTIFICATE_BEFORE, Trust.der(old.certificate())));
            blocks.add(new Block(KEY_BEFORE, old.key().getEncoded()));
        });
        folder.write(FILE, file -> PemBundle.write(file, blocks));
    }

    /** Those in a folder; empty when there are none, or they go back to another enrolment. */
    static Optional<RenewedKeys> read(KeyFolder folder, Hash base) {
        if (!folder.has(FILE)) {
            return Optional.empty();
        }
        return Optional.of(folder.read(FILE, file -> parse(PemBundle.read(file))))
                .filter(renewed -> renewed.base().equals(base));
    }

    private static RenewedKeys parse(List<Block> blocks) throws IOException, GeneralSecurityException {
        var identity =
                new TlsIdentity(certificate(one(blocks, PemFile.CERTIFICATE)), ecKey(one(blocks, PemFile.PRIVATE_KEY)));
        Optional<TlsIdentity> before = all(blocks, CERTIFICATE_BEFORE).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new TlsIdentity(certificate(one(blocks, CERTIFICATE_BEFORE)), ecKey(one(blocks, KEY_BEFORE))));
        var trust = Trust.parse(texts(blocks, AUTHORITY), texts(blocks, SERVICE_KEY));
        return new RenewedKeys(
                Hash.ofBytes(one(blocks, BASE)),
                identity,
                key(KeyChecks.ED25519, one(blocks, SIGNING_KEY)),
                trust,
                before);
    }

    private static List<byte[]> all(List<Block> blocks, String label) {
        return blocks.stream()
                .filter(block -> block.label().equals(label))
                .map(Block::der)
                .toList();
    }

    private static byte[] one(List<Block> blocks, String label) throws GeneralSecurityException {
        List<byte[]> found = all(blocks, label);
        if (found.size() != 1) {
            throw new GeneralSecurityException("[" + found.size() + "] blocks of " + label + ": there must be one");
        }
        return found.getFirst();
    }

    private static List<String> texts(List<Block> blocks, String label) {
        return all(blocks, label).stream()
                .map(Base64.getEncoder()::encodeToString)
                .toList();
    }

    private static X509Certificate certificate(byte[] der) {
        return Trust.certificate(Base64.getEncoder().encodeToString(der));
    }

    private static PrivateKey ecKey(byte[] der) throws GeneralSecurityException {
        return key("EC", der);
    }

    private static PrivateKey key(String algorithm, byte[] der) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    /**
     * Keys that a controller has made and asked a certificate for: they outlive a power cut, so that what the service has
     * learnt of them stays true.
     *
     * @param signing the next key to sign by, where that is to change as well
     */
    record Requested(PublicKey tlsPublic, PrivateKey tls, Optional<PrivateKey> signing) {
        void write(KeyFolder folder) {
            var blocks = new ArrayList<Block>();
            blocks.add(new Block(PemFile.PUBLIC_KEY, tlsPublic.getEncoded()));
            blocks.add(new Block(PemFile.PRIVATE_KEY, tls.getEncoded()));
            signing.ifPresent(key -> blocks.add(new Block(SIGNING_KEY, key.getEncoded())));
            folder.write(REQUESTED, file -> PemBundle.write(file, blocks));
        }

        /** Those that wait; what cannot be read is told, and gone: new keys are as good. */
        static Optional<Requested> read(KeyFolder folder) {
            if (!folder.has(REQUESTED)) {
                return Optional.empty();
            }
            try {
                return Optional.of(folder.read(REQUESTED, file -> parse(PemBundle.read(file))));
            } catch (KeysUnusable e) {
                LOG.warn("The keys that a certificate was asked for are given up, and others made: {}", e.getMessage());
                folder.remove(REQUESTED);
                return Optional.empty();
            }
        }

        private static Requested parse(List<Block> blocks) throws GeneralSecurityException {
            boolean signs = !all(blocks, SIGNING_KEY).isEmpty();
            var publicKey = KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(one(blocks, PemFile.PUBLIC_KEY)));
            return new Requested(
                    publicKey,
                    ecKey(one(blocks, PemFile.PRIVATE_KEY)),
                    signs ? Optional.of(key(KeyChecks.ED25519, one(blocks, SIGNING_KEY))) : Optional.empty());
        }
    }
}
