package knutpunkt.kiosk.web;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.ServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a browser sends with a form, read field by field. A field that nobody asked for refuses the whole of it: nothing
 * can be set that the page does not show.
 */
public final class Form {
    /** A form that was not sent: every field is empty. */
    public static final Form NONE = new Form(Map.of());

    private static final int FIELDS_MAX = 500;
    private static final String WHOLE = "form";

    private final Map<String, List<String>> fields;

    private Form(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /**
     * Reads a request's form.
     *
     * @throws Problem when it is too large, of another type, or not well-formed
     */
    public static Form of(ServerRequest request) {
        return of(request, Body.BYTES_MAX);
    }

    /** As {@link #of(ServerRequest)}, for a form that may be larger than others. */
    public static Form of(ServerRequest request, int bytesMax) {
        byte[] bytes = Body.read(request, bytesMax);
        Optional<HttpMediaType> type = request.headers().contentType();
        if (type.isEmpty() || !type.get().test(MediaTypes.APPLICATION_FORM_URLENCODED)) {
            throw Problem.of(Problem.Kind.UNSUPPORTED_MEDIA_TYPE, "the content type must be that of a form");
        }
        return parse(new String(bytes, StandardCharsets.US_ASCII));
    }

    /** As if somebody had typed this, one value to a field: what comes another way is read by the same rules. */
    public static Form typed(Map<String, String> values) {
        var fields = new LinkedHashMap<String, List<String>>();
        values.forEach((field, value) -> fields.put(field, List.of(value)));
        return new Form(fields);
    }

    /** Reads {@code a=1&b=2}. */
    static Form parse(String text) {
        var fields = new LinkedHashMap<String, List<String>>();
        int count = 0;
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > FIELDS_MAX) {
                throw Problem.badRequest(WHOLE, "must have at most " + FIELDS_MAX + " fields");
            }
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw Problem.badRequest(WHOLE, "must be made of fields and values");
            }
            String name = decoded(pair.substring(0, equals));
            fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(decoded(pair.substring(equals + 1)));
        }
        return new Form(fields);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw Problem.badRequest(WHOLE, "must be well-formed");
        }
    }

    /** Refuses a form with a field besides these. */
    public void requireOnly(Set<String> known) {
        for (String name : fields.keySet()) {
            if (!known.contains(name)) {
                throw Problem.badRequest(Printable.cut(name), "is not a field of this form");
            }
        }
    }

    /** What was typed, without space around it; empty when there was nothing. */
    public String typed(String field) {
        List<String> values = fields.getOrDefault(field, List.of());
        if (values.size() > 1) {
            throw Problem.badRequest(field, "must be given once");
        }
        return values.isEmpty() ? "" : values.getFirst().strip();
    }

    /** What was typed to the letter, for a password. */
    public String exactly(String field) {
        List<String> values = fields.getOrDefault(field, List.of());
        return values.size() == 1 ? values.getFirst() : "";
    }

    /** Every value of a field that may be there several times, such as ticked boxes. */
    public List<String> all(String field) {
        return List.copyOf(fields.getOrDefault(field, List.of()));
    }

    public boolean isTicked(String field) {
        return !typed(field).isEmpty();
    }

    /** A value that its own type reads; what that type refuses, an empty one too, breaks the rule given here. */
    public <T> T value(String field, String rule, Function<String, T> read) {
        return read(field, typed(field), rule, read);
    }

    /** A value that may be left empty. */
    public <T> Optional<T> optionalValue(String field, String rule, Function<String, T> read) {
        return typed(field).isEmpty() ? Optional.empty() : Optional.of(value(field, rule, read));
    }

    /** Each of a field's values, without doubles. */
    public <T> List<T> values(String field, String rule, Function<String, T> read) {
        return all(field).stream()
                .map(text -> read(field, text, rule, read))
                .distinct()
                .toList();
    }

    /** A day as a date field sends it, for example {@code 2026-11-22}. */
    public LocalDate day(String field) {
        return value(field, "must be a day, like 2026-11-22", text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("no day", e);
            }
        });
    }

    private static <T> T read(String field, String text, String rule, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException _) {
            throw Problem.badRequest(field, rule);
        }
    }
}
