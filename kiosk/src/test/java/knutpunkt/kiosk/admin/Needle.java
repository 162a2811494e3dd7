package knutpunkt.kiosk.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Texts that must be nowhere, looked for in bytes however they may be written there: plain, escaped, base64 or packed. */
public final class Needle {
    private static final String GZIP = new String(new byte[] {0x1f, (byte) 0x8b, 8}, ISO_8859_1);

    private final List<String> spellings;

    public Needle(String... texts) {
        this.spellings = Stream.of(texts)
                .flatMap(text -> Stream.of(text, text.toUpperCase(Locale.ROOT), text.toLowerCase(Locale.ROOT)))
                .flatMap(Needle::spellings)
                .distinct()
                .toList();
    }

    /** As bytes that are read as Latin-1, in small letters. */
    private static Stream<String> spellings(String text) {
        String encoded = URLEncoder.encode(text, UTF_8);
        Stream<String> escaped = Stream.of(
                text,
                text.replace("&", "&amp;").replace("<", "&lt;"),
                escaped(text, "\\u%04x", ""),
                escaped(text, "&#x%x", ";"),
                escaped(text, "&#%d", ";"),
                encoded,
                encoded.replace("+", "%20"));
        Stream<String> base64 = Stream.of(0, 1, 2).map(shift -> base64(text, shift));
        return Stream.concat(
                        Stream.concat(escaped, base64).map(spelling -> bytes(spelling, UTF_8)),
                        Stream.of(bytes(text, UTF_16LE), bytes(text, ISO_8859_1)))
                .map(spelling -> spelling.toLowerCase(Locale.ROOT));
    }

    private static String bytes(String text, Charset charset) {
        return new String(text.getBytes(charset), ISO_8859_1);
    }

    private static String escaped(String text, String form, String end) {
        var escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(c < 128 ? String.valueOf((char) c) : form.formatted(c) + end));
        return escaped.toString();
    }

    /** What base64 makes of the text where so many bytes stand before it, without what its neighbours decide. */
    private static String base64(String text, int before) {
        byte[] bytes = text.getBytes(UTF_8);
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int first = (before * 8 + 5) / 6;
        int last = shifted.length * 8 / 6;
        return whole.substring(first, last);
    }

    public void assertNowhere(String where, String hay) {
        assertNowhere(where, hay.getBytes(UTF_8));
    }

    public void assertNowhere(String where, byte[] hay) {
        assertThat(found(hay)).as(where).isEmpty();
    }

    /** How it is written there, if it is. */
    Optional<String> found(byte[] hay) {
        String text = new String(hay, ISO_8859_1);
        String small = text.toLowerCase(Locale.ROOT);
        Optional<String> plain = spellings.stream().filter(small::contains).findFirst();
        return plain.isPresent() ? plain : packed(hay, text);
    }

    private Optional<String> packed(byte[] hay, String text) {
        for (int at = text.indexOf(GZIP); at >= 0; at = text.indexOf(GZIP, at + 1)) {
            Optional<String> within = found(unpacked(Arrays.copyOfRange(hay, at, hay.length)));
            if (within.isPresent()) {
                return within;
            }
        }
        return Optional.empty();
    }

    /** As much of it as can be unpacked: three bytes may look like a beginning by chance. */
    private static byte[] unpacked(byte[] gzip) {
        var bytes = new ArrayList<Byte>();
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            for (int read = in.read(); read >= 0; read = in.read()) {
                bytes.add((byte) read);
            }
        } catch (IOException _) {
            // The end of what was packed, or nothing that was.
        }
        byte[] unpacked = new byte[bytes.size()];
        for (int i = 0; i < unpacked.length; i++) {
            unpacked[i] = bytes.get(i);
        }
        return unpacked;
    }
}
