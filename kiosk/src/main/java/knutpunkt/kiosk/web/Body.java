package knutpunkt.kiosk.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import knutpunkt.wire.message.WireJson;

/**
 * A request's JSON object, read field by field. Nothing is guessed: a field that is unknown, twice, missing, null or of
 * another type is a {@link Problem} that names it, and so is a body that is too large, not JSON or not an object.
 */
public final class Body {
    /** The largest body the API reads. */
    public static final int BYTES_MAX = 65_536;

    /** How long a body may take: who sends more slowly holds a connection for nothing. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final MediaType JSON = MediaTypes.APPLICATION_JSON;
    private static final String WHOLE = "body";

    private final JsonNode object;

    private Body(JsonNode object) {
        this.object = object;
    }

    /** Reads a body that must be there, with these fields at most. */
    public static Body of(ServerRequest request, Set<String> fields) {
        byte[] bytes = read(request);
        if (bytes.length == 0) {
            throw Problem.badRequest(WHOLE, "must be a JSON object");
        }
        requireJsonType(request);
        var body = new Body(parse(bytes));
        body.refuseUnknown(fields);
        return body;
    }

    /** For a request that says everything in its path: the body must be empty, or an empty JSON object. */
    public static void requireNone(ServerRequest request) {
        byte[] bytes = read(request);
        if (bytes.length > 0) {
            requireJsonType(request);
            new Body(parse(bytes)).refuseUnknown(Set.of());
        }
    }

    public boolean has(String field) {
        return object.has(field);
    }

    public String text(String field) {
        JsonNode value = required(field);
        if (!value.isTextual()) {
            throw Problem.badRequest(field, "must be text");
        }
        return value.textValue();
    }

    /** A text that a value's own type reads; what that type refuses breaks the rule given here. */
    public <T> T value(String field, String rule, Function<String, T> read) {
        return value(field, text(field), rule, read);
    }

    public <T> Optional<T> optionalValue(String field, String rule, Function<String, T> read) {
        return has(field) ? Optional.of(value(field, rule, read)) : Optional.empty();
    }

    /** A list of at least one text, without doubles. */
    public <T> List<T> values(String field, int sizeMax, String rule, Function<String, T> read) {
        JsonNode array = required(field);
        if (!array.isArray() || array.isEmpty() || array.size() > sizeMax) {
            throw Problem.badRequest(field, "must be a list of 1 to " + sizeMax + " texts");
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String element = field + "[" + i + "]";
            if (!array.get(i).isTextual()) {
                throw Problem.badRequest(element, "must be text");
            }
            T value = value(element, array.get(i).textValue(), rule, read);
            if (values.contains(value)) {
                throw Problem.badRequest(element, "must not be in the list twice");
            }
            values.add(value);
        }
        return values;
    }

    /** A moment in ISO 8601 with its offset, for example {@code 2026-11-22T17:00:00+01:00}, to the whole second. */
    public Instant time(String field) {
        String text = text(field);
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
                return time;
            }
        } catch (DateTimeException _) {
            // Falls through to the rule.
        }
        throw Problem.badRequest(field, "must be a time with offset and whole seconds, like 2026-11-22T17:00:00+01:00");
    }

    private static <T> T value(String field, String text, String rule, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException _) {
            // The type's own message repeats the value, which may be somebody's: only the rule is told.
            throw Problem.badRequest(field, rule);
        }
    }

    private JsonNode required(String field) {
        JsonNode value = object.get(field);
        if (value == null) {
            throw Problem.badRequest(field, "is missing");
        }
        return value;
    }

    private void refuseUnknown(Set<String> fields) {
        Iterator<String> names = object.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!fields.contains(name)) {
                throw Problem.badRequest(Printable.cut(name), "is not a field of this request");
            }
        }
    }

    /** All of a request's body, which may be empty. */
    static byte[] read(ServerRequest request) {
        return read(request, BYTES_MAX);
    }

    /** All of a request's body, where it may be larger or must be smaller than others. */
    static byte[] read(ServerRequest request, int bytesMax) {
        long announced = request.headers().contentLength().orElse(0);
        if (announced > bytesMax) {
            throw tooLarge(bytesMax);
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream();
                var _ = new Patience(PATIENCE)) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw tooLarge(bytesMax);
            }
            return bytes;
        } catch (IOException | UncheckedIOException _) {
            throw Problem.badRequest(WHOLE, "must come whole and within " + PATIENCE.toSeconds() + " s");
        }
    }

    private static Problem tooLarge(int bytesMax) {
        return Problem.of(Problem.Kind.TOO_LARGE, "the body must be at most " + bytesMax + " bytes");
    }

    private static void requireJsonType(ServerRequest request) {
        Optional<HttpMediaType> type = request.headers().contentType();
        if (type.isEmpty() || !type.get().test(JSON)) {
            throw Problem.of(Problem.Kind.UNSUPPORTED_MEDIA_TYPE, "the content type must be application/json");
        }
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            // Decoded here, because a JSON parser that is given bytes guesses at UTF-16 too.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonNode node = WireJson.mapper().readTree(text);
            if (node.isObject()) {
                return node;
            }
            throw Problem.badRequest(WHOLE, "must be a JSON object");
        } catch (CharacterCodingException _) {
            throw Problem.badRequest(WHOLE, "must be UTF-8");
        } catch (JsonProcessingException e) {
            throw Problem.badRequest(WHOLE, "must be one JSON object without a field twice" + where(e));
        }
    }

    private static String where(JsonProcessingException e) {
        var place = e.getLocation();
        return place == null ? "" : "; it is not at line " + place.getLineNr() + " column " + place.getColumnNr();
    }
}
