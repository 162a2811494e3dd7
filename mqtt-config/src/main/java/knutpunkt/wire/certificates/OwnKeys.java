package knutpunkt.wire.certificates;

import java.nio.file.attribute.FileTime;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import knutpunkt.wire.signature.SigningKeys;

/**
 * The site's own keys that can be changed while it runs, as they were read from its folder at one moment. Each has a
 * number; the file {@code generations} says which are used and believed, and replacing it is what changes that. Immutable.
 */
final class OwnKeys {
    private static final String GENERATIONS = "generations";

    /** What another process may have changed. */
    private static final List<String> WATCHED =
            List.of(GENERATIONS, Revocations.FILE, SiteFolder.BROKER, SiteFolder.CLIENT, Authorities.BUNDLE);

    private final KeyFolder folder;
    private final Map<KeyKind, Generation> generations;
    private final Authorities authorities;
    private final Revocations revocations;
    private final PrivateKey signingKey;
    private final Map<Integer, PublicKey> signers;
    private final List<Optional<FileTime>> stamp;

    private OwnKeys(KeyFolder folder, Certificates certificates, SecureRandom random) {
        this.folder = folder;
        // Before anything is read: what changes meanwhile is seen the next time.
        this.stamp = stamp(folder);
        this.generations = generations(folder);
        Generation signing = generation(KeyKind.SIGNING);
        this.authorities = new Authorities(folder, generation(KeyKind.AUTHORITY), certificates, random);
        this.revocations = Revocations.read(folder);
        this.signingKey = folder.read(key(signing.used()), SigningKeys::readPrivate);
        this.signers = new TreeMap<>();
        IntStream.rangeClosed(1, signing.newest())
                .filter(number -> signing.believed().contains(number) || folder.has(publicKey(number)))
                .forEach(number -> signers.put(number, folder.read(publicKey(number), SigningKeys::readPublic)));
        if (!KeyChecks.pair(KeyChecks.ED25519, signer(signing.used()), signingKey)) {
            throw folder.mismatch("[" + publicKey(signing.used()) + "] is not of [" + key(signing.used()) + "]");
        }
    }

    static OwnKeys read(KeyFolder folder, Certificates certificates, SecureRandom random) {
        return new OwnKeys(folder, certificates, random);
    }

    private static List<Optional<FileTime>> stamp(KeyFolder folder) {
        return WATCHED.stream().map(folder::written).toList();
    }

    private static Map<KeyKind, Generation> generations(KeyFolder folder) {
        var all = new EnumMap<KeyKind, Generation>(KeyKind.class);
        for (KeyKind kind : KeyKind.values()) {
            all.put(kind, Generation.FIRST);
        }
        if (folder.has(GENERATIONS)) {
            all.putAll(folder.read(GENERATIONS, file -> parse(BadgeKeyFile.text(file))));
        }
        return all;
    }

    private static Map<KeyKind, Generation> parse(String text) {
        var read = new EnumMap<KeyKind, Generation>(KeyKind.class);
        text.lines().forEach(line -> {
            String[] parts = line.split(": ", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("[" + line + "] must be a kind of key and a number of numbers");
            }
            read.put(KeyKind.parse(parts[0]), Generation.parse(parts[1]));
        });
        return read;
    }

    static String key(int number) {
        return number == 1 ? SiteFolder.SIGNING : "signing-" + number + ".key";
    }

    static String publicKey(int number) {
        return number == 1 ? SiteFolder.SIGNING_PUBLIC : "signing-" + number + ".pub";
    }

    /** The public half of the one that signs, and nothing else. */
    static PublicKey signer(KeyFolder folder) {
        int used = generations(folder)
                .getOrDefault(KeyKind.SIGNING, Generation.FIRST)
                .used();
        return folder.read(publicKey(used), SigningKeys::readPublic);
    }

    /** Whether files have changed since these were read. */
    boolean isOld() {
        return !stamp.equals(stamp(folder));
    }

    /** Whether these and others were read from the same files. */
    boolean isOfTheSameFiles(OwnKeys others) {
        return stamp.equals(others.stamp);
    }

    Generation generation(KeyKind kind) {
        return generations.getOrDefault(kind, Generation.FIRST);
    }

    Authorities authorities() {
        return authorities;
    }

    Revocations revocations() {
        return revocations;
    }

    /** A certificate that the authority in use has made, as it would be taken back. */
    Revocations.Entry entry(X509Certificate certificate) {
        return Revocations.Entry.of(generation(KeyKind.AUTHORITY).used(), certificate);
    }

    PrivateKey signingKey() {
        return signingKey;
    }

    /** The public half of the one that signs. */
    PublicKey signer() {
        return signer(generation(KeyKind.SIGNING).used());
    }

    private PublicKey signer(int number) {
        return Optional.ofNullable(signers.get(number))
                .orElseThrow(() -> folder.mismatch("[" + publicKey(number) + "] is missing"));
    }

    /** All by which the service has ever signed, the newest first. */
    List<PublicKey> everySigner() {
        return new ArrayList<>(signers.values()).reversed();
    }

    Trust trust() {
        return new Trust(
                authorities.believed(),
                generation(KeyKind.SIGNING).believed().stream()
                        .map(this::signer)
                        .toList());
    }

    KeyStage stage(KeyKind kind) {
        Generation now = generation(kind);
        if (!now.isChanging()) {
            return KeyStage.STEADY;
        }
        return now.used() == now.newest() ? KeyStage.IN_USE : KeyStage.OFFERED;
    }

    /** Complains unless a change has come so far. */
    void require(KeyKind kind, KeyStage stage) {
        if (stage(kind) != stage) {
            throw new IllegalStateException(
                    "the change of [" + kind.word() + "] is [" + stage(kind) + "], and must be [" + stage + "]");
        }
    }

    /** A private key that is believed no longer is nobody's business: also when the change that ended it was cut off. */
    void removeWhatEnded() {
        generations.forEach((kind, generation) -> IntStream.rangeClosed(1, generation.newest())
                .filter(number -> !generation.believed().contains(number))
                .mapToObj(number -> privateFile(kind, number))
                .filter(folder::has)
                .forEach(folder::remove));
    }

    private static String privateFile(KeyKind kind, int number) {
        return switch (kind) {
            case AUTHORITY -> Authority.key(number);
            case SIGNING -> key(number);
        };
    }

    /** Writes another generation of one kind. From the moment it is written it counts. */
    void change(KeyKind kind, Generation to) {
        var all = new EnumMap<>(generations);
        all.put(kind, to);
        var text = new StringBuilder();
        all.forEach((each, generation) ->
                text.append(each.word()).append(": ").append(generation.text()).append("\n"));
        folder.writeText(GENERATIONS, text.toString());
    }
}
