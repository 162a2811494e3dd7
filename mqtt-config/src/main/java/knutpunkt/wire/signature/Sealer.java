package knutpunkt.wire.signature;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import org.jose4j.jwe.ContentEncryptionAlgorithmIdentifiers;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwe.KeyManagementAlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/**
 * Encrypts to the service what nobody else may read, for example a learnt badge's tokens: a compact JWE with
 * ECDH-ES+A256KW on P-256 and A256GCM. It says nothing about who sealed. Safe for use by several threads.
 */
public final class Sealer {
    static final String AGREEMENT = KeyManagementAlgorithmIdentifiers.ECDH_ES_A256KW;
    static final String CIPHER = ContentEncryptionAlgorithmIdentifiers.AES_256_GCM;

    private final PublicKey service;

    /**
     * For one receiver.
     *
     * @param service the service's P-256 sealing key
     */
    public Sealer(PublicKey service) {
        this.service = requireNonNull(service, "service");
    }

    /** The box, about 250 characters longer than four thirds of the content. */
    public String seal(byte[] content) {
        try {
            var jwe = new JsonWebEncryption();
            jwe.setAlgorithmHeaderValue(AGREEMENT);
            jwe.setEncryptionMethodHeaderParameter(CIPHER);
            jwe.setKey(service);
            jwe.setPlaintext(content);
            return jwe.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("every Java platform seals for a valid P-256 key", e);
        }
    }
}
