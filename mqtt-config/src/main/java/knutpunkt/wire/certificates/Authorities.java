package knutpunkt.wire.certificates;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import knutpunkt.wire.signature.PemBundle;
import knutpunkt.wire.signature.PemBundle.Block;
import knutpunkt.wire.signature.PemFile;

/** The site's authorities that are believed, by number, as they were read from its folder. Immutable. */
final class Authorities {
    /** All that are believed, for a broker that reads files. */
    static final String BUNDLE = "authorities.pem";

    /** What they have taken back, for a broker that reads files. */
    static final String REVOKED = "revoked.pem";

    private final Generation generation;
    private final Map<Integer, Authority> numbered = new TreeMap<>();

    Authorities(KeyFolder folder, Generation generation, Certificates certificates, SecureRandom random) {
        this.generation = generation;
        for (int number : generation.believed()) {
            numbered.put(number, new Authority(folder, number, certificates, random));
        }
    }

    /** The one that makes certificates. */
    Authority used() {
        return numbered(generation.used());
    }

    /** The last that was made. */
    Authority newest() {
        return numbered(generation.newest());
    }

    private Authority numbered(int number) {
        return Optional.ofNullable(numbered.get(number))
                .orElseThrow(() -> new IllegalStateException("no authority [" + number + "] is believed"));
    }

    /** The one in use first. */
    List<X509Certificate> believed() {
        var all = new ArrayList<X509Certificate>();
        all.add(used().certificate());
        generation.others().forEach(number -> all.add(numbered(number).certificate()));
        return all;
    }

    /** The number of the one that made a certificate; empty when none of these did. */
    Optional<Integer> numberOf(X509Certificate certificate) {
        return numbered.entrySet().stream()
                .filter(entry -> Trust.isSignedBy(
                        certificate, entry.getValue().certificate().getPublicKey()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * Writes what a broker that reads files must know of them, each file only where it says something else: whoever watches
     * the files starts the broker anew. An authority's list is there before the authority is, as a broker that knows one
     * without its list refuses everybody.
     */
    void publish(KeyFolder folder, Revocations revocations) {
        List<X509CRL> lists = numbered.entrySet().stream()
                .map(entry -> entry.getValue().revoke(revocations.of(entry.getKey())))
                .toList();
        if (!RevocationLists.isWritten(folder, REVOKED, lists, List.copyOf(numbered.values()))) {
            RevocationLists.write(folder, REVOKED, lists);
        }
        if (!isWritten(folder)) {
            writeBelieved(folder, BUNDLE);
        }
    }

    private boolean isWritten(KeyFolder folder) {
        try {
            return folder.has(BUNDLE)
                    && folder.read(BUNDLE, PemBundle::read).stream()
                            .map(block -> ByteBuffer.wrap(block.der()))
                            .toList()
                            .equals(believed().stream()
                                    .map(one -> ByteBuffer.wrap(Trust.der(one)))
                                    .toList());
        } catch (KeysUnusable _) {
            return false; // it is written anew
        }
    }

    /** Writes all that are believed into one file. */
    void writeBelieved(KeyFolder target, String name) {
        List<Block> blocks = believed().stream()
                .map(one -> new Block(PemFile.CERTIFICATE, Trust.der(one)))
                .toList();
        target.write(name, file -> PemBundle.write(file, blocks));
    }
}
