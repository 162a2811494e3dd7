package knutpunkt.wire.signature;

import java.security.Provider;
import java.security.Security;
import java.security.interfaces.EdECKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;

/**
 * Has Java compute Ed25519 signatures by {@link Ed25519Signature} wherever the algorithm is asked for. Keys are made and
 * read by the JDK as before, and every other algorithm stays the JDK's.
 */
final class Ed25519Provider extends Provider {
    private static final long serialVersionUID = 1;
    private static final String[] ALGORITHM_NAMES = {"EdDSA", "Ed25519"};

    private Ed25519Provider() {
        super("KnutpunktEd25519", "1", "Ed25519 signatures by Bouncy Castle");
        for (String name : ALGORITHM_NAMES) {
            putService(new Service(this, "Signature", name, Ed25519Signature.class.getName(), null, null) {
                @Override
                public Object newInstance(Object parameter) {
                    return new Ed25519Signature();
                }

                @Override
                public boolean supportsParameter(Object key) {
                    return isSupported(key); // what is not, the next provider is asked for
                }
            });
        }
    }

    /** Puts it before the JDK's own, once: a second of the same name is not taken. From any thread. */
    static void install() {
        Security.insertProviderAt(new Ed25519Provider(), 1);
    }

    private static boolean isSupported(Object key) {
        return key instanceof EdECKey ed
                && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())
                && switch (key) {
                    case EdECPrivateKey secret -> "PKCS#8".equals(secret.getFormat());
                    case EdECPublicKey point -> "X.509".equals(point.getFormat());
                    default -> false;
                };
    }
}
