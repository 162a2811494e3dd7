package knutpunkt.wire.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.spec.InvalidKeySpecException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Several PEM blocks in one file, so that what belongs together is replaced together: the whole file or none of it. */
public final class PemBundle {
    /** A controller's keys with all it trusts have a tenth of this; it bounds what a wrong path can make us read. */
    private static final long BYTES_MAX = 64 * 1024;

    private static final int LINE = 64;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----\\s+([A-Za-z0-9+/=\\s]*?)\\s*-----END \\1-----\\s*");

    private PemBundle() {}

    /**
     * One block.
     *
     * @param label what it is, in capital letters
     */
    @SuppressWarnings("ArrayRecordComponent") // travels one way and is never compared
    public record Block(String label, byte[] der) {}

    /** Writes the blocks in their order, mode 0600, replacing what was there at once. */
    public static void write(Path file, List<Block> blocks) throws IOException {
        var text = new StringBuilder();
        for (Block block : blocks) {
            String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(block.der());
            text.append("-----BEGIN ").append(block.label()).append("-----\n");
            text.append(body).append("\n-----END ").append(block.label()).append("-----\n");
        }
        PemFile.writeText(file, text.toString());
    }

    /**
     * All blocks of a file, in their order.
     *
     * @throws GeneralSecurityException when there is anything else in it
     */
    public static List<Block> read(Path file) throws IOException, GeneralSecurityException {
        if (Files.size(file) > BYTES_MAX) {
            throw new InvalidKeySpecException("larger than " + BYTES_MAX + " bytes");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        var blocks = new ArrayList<Block>();
        Matcher matcher = BLOCK.matcher(text);
        int end = 0;
        while (matcher.find(end) && matcher.start() == end) {
            try {
                byte[] der = Base64.getDecoder().decode(matcher.group(2).replaceAll("\\s", ""));
                blocks.add(new Block(matcher.group(1), der));
            } catch (IllegalArgumentException e) {
                throw new InvalidKeySpecException("damaged PEM block of " + matcher.group(1), e);
            }
            end = matcher.end();
        }
        if (end != text.length()) {
            throw new InvalidKeySpecException("not PEM blocks and nothing else");
        }
        return List.copyOf(blocks);
    }
}
