package knutpunkt.kiosk.admin;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NeedleTest {
    private static final String NAME = "Ingegärd Överskott";
    private static final Needle NEEDLE = new Needle(NAME);

    static Stream<byte[]> hiding() throws IOException {
        return Stream.of(
                ("<td>" + NAME + "</td>").getBytes(UTF_8),
                NAME.toUpperCase(Locale.ROOT).getBytes(UTF_8),
                ("q=" + URLEncoder.encode(NAME, UTF_8)).getBytes(UTF_8),
                "/Ingeg%C3%A4rd%20%C3%96verskott".getBytes(UTF_8),
                "{\"name\":\"Ingeg\\u00e4rd \\u00d6verskott\"}".getBytes(UTF_8),
                "Ingeg&#228;rd &#214;verskott".getBytes(UTF_8),
                NAME.getBytes(UTF_16LE),
                Base64.getEncoder().encode(NAME.getBytes(UTF_8)),
                Base64.getEncoder().encode(("x" + NAME + "yz").getBytes(UTF_8)),
                Base64.getEncoder().encode(("xx" + NAME + "y").getBytes(UTF_8)),
                gzip("before " + NAME + " after"));
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write("some bytes first".getBytes(UTF_8));
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("hiding")
    void itIsFoundHoweverItIsWritten(byte[] hay) {
        assertThat(NEEDLE.found(hay)).isPresent();
    }

    @Test
    void itIsNotFoundWhereItIsNot() throws IOException {
        assertThat(NEEDLE.found("Ingegerd Overskott".getBytes(UTF_8))).isEmpty();
        assertThat(NEEDLE.found(gzip("somebody else"))).isEmpty();
        assertThat(NEEDLE.found(new byte[] {0x1f, (byte) 0x8b, 8, 0, 1})).isEmpty();
    }
}
