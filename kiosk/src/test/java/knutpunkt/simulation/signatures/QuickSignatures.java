package knutpunkt.simulation.signatures;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureSpi;
import java.security.interfaces.EdECKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Signatures at a hundredth of Ed25519's cost, for whoever needs millions: a hash over a secret that both keys hold. All of
 * the program around them is the real one's, down to the length of a signature; keys of this kind are told by their class,
 * and all others are left to whoever had them before.
 */
public final class QuickSignatures {
    private static final int SECRET_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;

    static {
        Security.insertProviderAt(new QuickProvider(), 1);
    }

    private QuickSignatures() {}

    public static KeyPair keys(RandomGenerator random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new KeyPair(new PublicHalf(secret), new PrivateHalf(secret));
    }

    private abstract static class Half implements Key, EdECKey {
        private static final long serialVersionUID = 1;

        final byte[] secret;

        Half(byte[] secret) {
            this.secret = secret.clone();
        }

        @Override
        public NamedParameterSpec getParams() {
            return NamedParameterSpec.ED25519;
        }

        @Override
        public String getAlgorithm() {
            return "EdDSA";
        }

        @Override
        public String getFormat() {
            return "none";
        }

        @Override
        public byte[] getEncoded() {
            return secret.clone();
        }
    }

    private static final class PublicHalf extends Half implements EdECPublicKey {
        private static final long serialVersionUID = 1;

        PublicHalf(byte[] secret) {
            super(secret);
        }

        @Override
        public EdECPoint getPoint() {
            return new EdECPoint(false, BigInteger.ONE);
        }
    }

    private static final class PrivateHalf extends Half implements EdECPrivateKey {
        private static final long serialVersionUID = 1;

        PrivateHalf(byte[] secret) {
            super(secret);
        }

        @Override
        public Optional<byte[]> getBytes() {
            return Optional.of(secret.clone());
        }
    }

    private static final class QuickProvider extends Provider {
        private static final long serialVersionUID = 1;

        QuickProvider() {
            super("QuickSignatures", "1", "signatures for simulations");
            String keys = PublicHalf.class.getName() + "|" + PrivateHalf.class.getName();
            for (String name : new String[] {"EdDSA", "Ed25519"}) {
                putService(
                        new Service(
                                this,
                                "Signature",
                                name,
                                Hashing.class.getName(),
                                null,
                                Map.of("SupportedKeyClasses", keys)) {
                            @Override
                            public Object newInstance(Object parameter) {
                                return new Hashing();
                            }

                            @Override
                            public boolean supportsParameter(Object key) {
                                return key instanceof PublicHalf || key instanceof PrivateHalf;
                            }
                        });
            }
        }
    }

    private static final class Hashing extends SignatureSpi {
        private final MessageDigest digest = sha256();
        private byte[] secret = new byte[0];

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java has SHA-256", e);
            }
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            begin(key instanceof PublicHalf half ? half.secret : null);
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            begin(key instanceof PrivateHalf half ? half.secret : null);
        }

        private void begin(byte @Nullable [] with) throws InvalidKeyException {
            if (with == null) {
                throw new InvalidKeyException("not a key of this kind");
            }
            secret = with;
            digest.reset();
            digest.update(secret);
        }

        @Override
        protected void engineUpdate(byte one) {
            digest.update(one);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int from, int length) {
            digest.update(bytes, from, length);
        }

        @Override
        protected byte[] engineSign() {
            byte[] signature = Arrays.copyOf(digest.digest(), SIGNATURE_BYTES);
            digest.update(secret);
            return signature;
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return Arrays.equals(engineSign(), signature);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException("there are no parameters");
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException("there are no parameters");
        }
    }
}
