package knutpunkt.wire.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A controller's request for a certificate of a key that it has made, in the form of PKCS #10 (RFC 2986). */
final class CertificateRequest {
    /** Ours have some 250 bytes. */
    private static final int BYTES_MAX = 2_048;

    private CertificateRequest() {}

    /** In DER, signed by the key it is for. */
    static byte[] make(ControllerId id, KeyPair keys) {
        try {
            var subject = new X500NameBuilder().addRDN(BCStyle.CN, id.text()).build();
            return new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic())
                    .build(new JcaContentSignerBuilder(KeyChecks.ECDSA).build(keys.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("a request for [" + id + "] could not be made", e);
        }
    }

    /**
     * The key of a request that is one: of that controller and no other, signed by its own key, and that key strong.
     *
     * @throws IllegalArgumentException which says which rule is broken
     */
    static PublicKey check(byte[] der, ControllerId id) {
        if (der.length > BYTES_MAX) {
            throw new IllegalArgumentException("a request of [" + der.length + "] bytes: at most " + BYTES_MAX);
        }
        try {
            var request = new JcaPKCS10CertificationRequest(der);
            List<RDN> subject = List.of(request.getSubject().getRDNs());
            if (subject.size() != 1
                    || subject.getFirst().isMultiValued()
                    || !subject.getFirst().getFirst().getType().equals(BCStyle.CN)
                    || !IETFUtils.valueToString(subject.getFirst().getFirst().getValue())
                            .equals(id.text())) {
                throw new IllegalArgumentException("the request is for another name than [" + id + "]");
            }
            PublicKey key = request.getPublicKey();
            if (!KeyChecks.isOfP256(key)) {
                throw new IllegalArgumentException("the request's key is of [" + kind(key) + "]: it must be EC P-256");
            }
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new IllegalArgumentException(
                        "the request is not signed by its own key [" + Hash.of(key.getEncoded()) + "]");
            }
            return key;
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw new IllegalArgumentException(
                    "[" + der.length + "] bytes are no request for a certificate: it must be PKCS #10 in DER", e);
        }
    }

    private static String kind(PublicKey key) {
        return key instanceof ECPublicKey ec
                ? key.getAlgorithm() + " over "
                        + ec.getParams().getCurve().getField().getFieldSize() + " bits"
                : key.getAlgorithm();
    }
}
