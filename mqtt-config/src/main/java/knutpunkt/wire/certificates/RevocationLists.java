package knutpunkt.wire.certificates;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import knutpunkt.wire.signature.PemBundle;
import knutpunkt.wire.signature.PemBundle.Block;

/** The file of the authorities' revocation lists, for a broker that reads files. */
final class RevocationLists {
    private static final String LABEL = "X509 CRL";

    private RevocationLists() {}

    static void write(KeyFolder folder, String name, List<X509CRL> lists) {
        List<Block> blocks =
                lists.stream().map(list -> new Block(LABEL, encoded(list))).toList();
        folder.write(name, file -> PemBundle.write(file, blocks));
    }

    private static byte[] encoded(X509CRL list) {
        try {
            return list.getEncoded();
        } catch (CRLException e) {
            throw new IllegalStateException("a list just made has an encoded form", e);
        }
    }

    /**
     * Whether a file says what these lists say, each of the authority at its place.
     */
    static boolean isWritten(KeyFolder folder, String name, List<X509CRL> lists, List<Authority> authorities) {
        List<X509CRL> written = read(folder, name);
        if (written.size() != lists.size()) {
            return false;
        }
        for (int i = 0; i < written.size(); i++) {
            if (!saysTheSame(written.get(i), lists.get(i), authorities.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean saysTheSame(X509CRL written, X509CRL now, Authority authority) {
        try {
            written.verify(authority.certificate().getPublicKey());
        } catch (GeneralSecurityException _) {
            return false;
        }
        return entries(written).equals(entries(now));
    }

    private static Set<String> entries(X509CRL list) {
        return Optional.ofNullable(list.getRevokedCertificates()).orElse(Set.of()).stream()
                .map(X509CRLEntry::getSerialNumber)
                .map(Object::toString)
                .collect(Collectors.toSet());
    }

    /** None when the file is missing or damaged: it is then to be written. */
    private static List<X509CRL> read(KeyFolder folder, String name) {
        if (!folder.has(name)) {
            return List.of();
        }
        try {
            return folder.read(name, file -> {
                var lists = new ArrayList<X509CRL>();
                for (Block block : PemBundle.read(file)) {
                    if (CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(block.der()))
                            instanceof X509CRL list) {
                        lists.add(list);
                    }
                }
                return lists;
            });
        } catch (KeysUnusable _) {
            return List.of();
        }
    }
}
