package knutpunkt.wire.signature;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.EdECPrivateKey;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * One Ed25519 signature (RFC 8032, section 5.1) made or checked by Bouncy Castle: byte for byte the JDK's, at a small part of
 * the time. The whole message is held until it is signed. Used by one thread.
 */
final class Ed25519Signature extends SignatureSpi {
    /** Of a public key's SPKI form (RFC 8410, section 4): the point is its end, and all before it always the same. */
    private static final int SPKI_BYTES = 44;

    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private Optional<Ed25519PrivateKeyParameters> secret = Optional.empty();
    private Optional<Ed25519PublicKeyParameters> point = Optional.empty();

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        message.reset();
        secret = Optional.of(key)
                .filter(EdECPrivateKey.class::isInstance)
                .flatMap(known -> ((EdECPrivateKey) known).getBytes())
                .filter(seed -> seed.length == Ed25519.SECRET_KEY_SIZE)
                .map(seed -> new Ed25519PrivateKeyParameters(seed, 0));
        if (secret.isEmpty()) {
            throw new InvalidKeyException("the key to sign with must be an Ed25519 private key with its bytes");
        }
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
        message.reset();
        byte[] spki = key.getEncoded();
        if (spki == null || spki.length != SPKI_BYTES) {
            throw new InvalidKeyException("the key to check with must be an Ed25519 public key in SPKI form");
        }
        try {
            point = Optional.of(new Ed25519PublicKeyParameters(spki, SPKI_BYTES - Ed25519.PUBLIC_KEY_SIZE));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("the key to check with must be a point of the curve", e);
        }
    }

    @Override
    protected void engineUpdate(byte one) {
        message.write(one);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) {
        message.write(bytes, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        Ed25519PrivateKeyParameters key =
                secret.orElseThrow(() -> new SignatureException("signing must have been begun with a key"));
        byte[] bytes = taken();
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        key.sign(Ed25519.Algorithm.Ed25519, null, bytes, 0, bytes.length, signature, 0);
        return signature;
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
        Ed25519PublicKeyParameters key =
                point.orElseThrow(() -> new SignatureException("checking must have been begun with a key"));
        byte[] bytes = taken();
        return signature.length == Ed25519.SIGNATURE_SIZE
                && key.verify(Ed25519.Algorithm.Ed25519, null, bytes, 0, bytes.length, signature, 0);
    }

    private byte[] taken() {
        byte[] bytes = message.toByteArray();
        message.reset();
        return bytes;
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
        throw new InvalidParameterException("Ed25519 has no parameters");
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new InvalidParameterException("Ed25519 has no parameters");
    }
}
