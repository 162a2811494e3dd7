package knutpunkt.kiosk.log;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.message.WireJson;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.signature.Signer;

/**
 * Writes the log into a file that others can prove without the service: a JSON object to a line, every record as it was
 * signed, each journal's newest record and the whole file signed by the site. What stands in it is told in
 * {@code docs/handbook/exported-log.md}; who proves it shares no code with this. Used once.
 */
public final class LogExport {
    private static final String FORMAT = "knutpunkt-log-1";
    private static final String ALL = "all";

    private final SiteId site;
    private final Signer signer;
    private final Contents contents;
    private final MessageDigest written = Hash.sha256();
    private final OutputStream out;
    private long records;

    /** What of each record goes into a file. */
    public enum Contents {
        /** All of it: whom it tells of is then known, as an opaque id, to whoever has the file. */
        ALL,
        /** Headers and hashes only: enough to prove that nothing was changed or taken away. */
        NONE;

        /** By its word in small letters. */
        public static Contents parse(String word) {
            return switch (word) {
                case "all" -> ALL;
                case "none" -> NONE;
                default -> throw new IllegalArgumentException("[" + word + "] must be all or none");
            };
        }
    }

    /** How much was written. */
    public record Written(int journals, long records) {}

    /** A journal is not as it was signed; nothing signs it anew. */
    public static final class LogBroken extends RuntimeException {
        private static final long serialVersionUID = 1;

        LogBroken(JournalId journal, LogProof.Bad bad) {
            super("journal [" + journal + "] is not whole at record [" + bad.sequence() + "]: " + bad.fault());
        }
    }

    /**
     * An export to a stream, which stays open.
     *
     * @param signer for the site, with the service's key
     */
    public LogExport(SiteId site, Signer signer, Contents contents, OutputStream out) {
        this.site = requireNonNull(site, "site");
        this.signer = requireNonNull(signer, "signer");
        this.contents = requireNonNull(contents, "contents");
        this.out = new DigestOutputStream(out, written);
    }

    /**
     * Writes all journals, or one.
     *
     * @param key of the signer, for those who prove the file
     * @param only empty for all of them; nothing is written for one that the log does not have
     * @throws UncheckedIOException when the stream takes no more
     * @throws LogBroken at the first record that is not as it was signed: what was written by then proves nothing
     */
    public Written write(Transaction transaction, PublicKey key, Optional<JournalId> only, Instant at) {
        List<Journals.Known> journals = Journals.ownLast(transaction).stream()
                .filter(known ->
                        only.isEmpty() || only.get().equals(known.head().journal()))
                .toList();
        var first = new LinkedHashMap<String, Object>();
        first.put("is", "file");
        first.put("format", FORMAT);
        first.put("site", site.text());
        first.put("at", at.truncatedTo(ChronoUnit.MILLIS).toString());
        first.put("journals", only.map(JournalId::text).orElse(ALL));
        first.put("contents", contents == Contents.ALL ? ALL : "none");
        first.put("key", Base64.getEncoder().encodeToString(key.getEncoded()));
        line(first);
        for (Journals.Known known : journals) {
            write(transaction, known);
        }
        var last = new LinkedHashMap<String, Object>();
        String hash = Hash.ofBytes(written.digest()).hex();
        last.put("is", "whole");
        last.put("journals", journals.size());
        last.put("records", records);
        last.put("hash", hash);
        last.put("jws", signed("-file", journals.size() + " " + records, hash));
        line(last);
        return new Written(journals.size(), records);
    }

    private void write(Transaction transaction, Journals.Known known) {
        ChainHead head = known.head();
        var begin = new LinkedHashMap<String, Object>();
        begin.put("is", "journal");
        begin.put("journal", head.journal().text());
        begin.put("controller", known.controller().text());
        line(begin);
        var walk = new ChainWalk(known);
        walk.walk(transaction, this::line);
        if (walk.bad().isPresent()) {
            throw new LogBroken(head.journal(), walk.bad().get());
        }
        records += head.sequence();
        var end = new LinkedHashMap<String, Object>();
        end.put("is", "end");
        end.put("journal", head.journal().text());
        end.put("controller", known.controller().text());
        end.put("upTo", head.sequence());
        end.put("head", head.hash().hex());
        String upTo = Long.toString(head.sequence());
        end.put(
                "jws",
                signed(
                        "-journal",
                        head.journal().text(),
                        known.controller().text(),
                        upTo,
                        head.hash().hex()));
        line(end);
    }

    /** The signature over the format, the site and these, each with a line feed behind it: any tool can make them again. */
    private String signed(String purpose, String... parts) {
        String text = FORMAT + "\n" + site.text() + "\n" + String.join("\n", parts) + "\n";
        return signer.sign(FORMAT + purpose, text.getBytes(StandardCharsets.UTF_8));
    }

    private void line(JournalRecord whole) {
        JournalRecord shown = contents == Contents.ALL
                ? whole
                : new JournalRecord(
                        whole.header(), new Content.Disposed(whole.content().hash()), whole.hash());
        // As on the wire, with the word of its line before it.
        raw("{\"is\":\"record\"," + json(shown).substring(1));
    }

    private void line(Map<String, Object> fields) {
        raw(json(fields));
    }

    private void raw(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(Object value) {
        try {
            return WireJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record always has a JSON form", e);
        }
    }
}
