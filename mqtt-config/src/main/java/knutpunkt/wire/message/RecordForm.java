package knutpunkt.wire.message;

import com.fasterxml.jackson.databind.util.StdConverter;
import java.time.Instant;
import java.util.Optional;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Header;
import knutpunkt.wire.record.JournalRecord;

/**
 * A journal record as one flat JSON object. The body is JSON within a string: its bytes are what was hashed, and no
 * parser on the way may change them.
 *
 * @param contentHash given instead of salt and body once they are forgotten
 */
record RecordForm(
        JournalId journal,
        long sequence,
        BootId boot,
        String kind,
        long uptimeMillis,
        Instant at,
        String clock,
        Optional<String> salt,
        Optional<String> body,
        Optional<Hash> contentHash,
        Hash hash) {

    static final class Write extends StdConverter<JournalRecord, RecordForm> {
        @Override
        public RecordForm convert(JournalRecord value) {
            Header header = value.header();
            Optional<String> salt = Optional.empty();
            Optional<String> body = Optional.empty();
            Optional<Hash> contentHash = Optional.empty();
            switch (value.content()) {
                case Content.Kept kept -> {
                    salt = Optional.of(kept.salt());
                    body = Optional.of(kept.body());
                }
                case Content.Disposed(Hash hash) -> contentHash = Optional.of(hash);
            }
            return new RecordForm(
                    header.journal(),
                    header.sequence(),
                    header.boot(),
                    header.kind(),
                    header.uptimeMillis(),
                    header.at(),
                    header.clockWord(),
                    salt,
                    body,
                    contentHash,
                    value.hash());
        }
    }

    static final class Read extends StdConverter<RecordForm, JournalRecord> {
        @Override
        public JournalRecord convert(RecordForm form) {
            var header = new Header(
                    form.journal, form.sequence, form.boot, form.kind, form.uptimeMillis, form.at, form.clock);
            Content content;
            if (form.salt.isPresent() && form.body.isPresent() && form.contentHash.isEmpty()) {
                content = new Content.Kept(form.salt.get(), form.body.get());
            } else if (form.salt.isEmpty() && form.body.isEmpty() && form.contentHash.isPresent()) {
                content = new Content.Disposed(form.contentHash.get());
            } else {
                throw new IllegalArgumentException(
                        "record [" + form.sequence + "] must have salt and body, or contentHash, and not both");
            }
            return new JournalRecord(header, content, form.hash);
        }
    }
}
