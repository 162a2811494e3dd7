package knutpunkt.kiosk.web;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes request bodies from bad to nearly good: bytes, broken JSON, wrong types, strange text, and right fields mixed up. */
final class Garbage {
    private static final List<String> FIELDS = List.of(
            "name",
            "visibility",
            "partner",
            "person",
            "label",
            "badge",
            "doors",
            "schedule",
            "validFrom",
            "validUntil",
            "door",
            "point",
            "id",
            "__proto__",
            "");

    private final List<String> ids;

    /** Ids that are there, so that some requests get far. */
    Garbage(List<String> ids) {
        this.ids = ids;
    }

    byte[] body(Random random, String path) {
        return switch (random.nextInt(8)) {
            case 0 -> {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case 1 -> {
                byte[] good = object(random, path).getBytes(StandardCharsets.UTF_8);
                good[random.nextInt(good.length)] = (byte) random.nextInt(256);
                yield good;
            }
            case 2 -> {
                String good = object(random, path);
                yield good.substring(0, random.nextInt(good.length())).getBytes(StandardCharsets.UTF_8);
            }
            default -> object(random, path).getBytes(StandardCharsets.UTF_8);
        };
    }

    private String object(Random random, String path) {
        List<String> fields = random.nextInt(3) == 0 ? some(random) : usual(path);
        return fields.stream()
                .map(field ->
                        "\"" + field + "\":" + (random.nextInt(4) == 0 ? value(random, 0) : likely(random, field)))
                .collect(joining(",", "{", "}"));
    }

    private static List<String> usual(String path) {
        return switch (path) {
            case "/partners" -> List.of("name", "visibility");
            case "/people" -> List.of("partner", "name");
            case "/badges" -> List.of("person", "label", "badge");
            case "/badges/learn" -> List.of("person", "label", "door", "point");
            case "/grants" -> List.of("person", "doors", "validFrom", "validUntil");
            default -> List.of();
        };
    }

    private static List<String> some(Random random) {
        return random.ints(random.nextInt(7), 0, FIELDS.size())
                .mapToObj(FIELDS::get)
                .toList();
    }

    private String likely(Random random, String field) {
        return switch (field) {
            case "partner" -> quoted(ids.get(0));
            case "person" -> quoted(ids.get(1));
            case "doors" -> "[\"square\"" + (random.nextBoolean() ? ",\"office\"]" : "]");
            case "badge" -> quoted(String.format("%010X", random.nextLong() & 0xFFFFFFFFFFL));
            case "visibility" -> quoted(random.nextBoolean() ? "alias" : "hidden");
            case "validFrom" -> quoted("20" + (10 + random.nextInt(90)) + "-01-01T00:00:00Z");
            case "validUntil" -> quoted("20" + (10 + random.nextInt(90)) + "-07-01T00:00:00+02:00");
            case "door" -> quoted("square");
            case "point" -> quoted("square-entry");
            default -> quoted("K-" + random.nextInt(1_000));
        };
    }

    private String value(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 7 : 9)) {
            case 0 -> "null";
            case 1 -> Boolean.toString(random.nextBoolean());
            case 2 -> Long.toString(random.nextLong());
            case 3 -> random.nextDouble() + "e" + random.nextInt(400);
            case 4 -> quoted(ids.get(random.nextInt(ids.size())));
            case 5 -> quoted(strange(random));
            case 6 -> quoted("x".repeat(random.nextInt(3_000)));
            case 7 ->
                IntStream.range(0, random.nextInt(5))
                        .mapToObj(i -> value(random, depth + 1))
                        .collect(joining(",", "[", "]"));
            default -> "{\"a\":" + value(random, depth + 1) + "}";
        };
    }

    private static String strange(Random random) {
        List<String> strange = List.of(
                "'; DROP TABLE person; --",
                "\\u0000",
                "\\ud800",
                "\\u202e",
                "../../etc/passwd",
                "%00",
                "<script>",
                "2026-02-30T25:61:00Z",
                "+1000000000-01-01T00:00:00Z",
                "åäö",
                " ",
                "");
        return strange.get(random.nextInt(strange.size()));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
