package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every token and component of the pages, shown by the very files and templates that make the others. */
public final class DesignPages implements AdminPages {
    private static final int REM = 16;
    private static final List<String> GROUNDS = List.of("paper", "panel");

    /** What may stand on either ground. */
    private static final List<String> TEXTS = List.of("ink", "quiet", "accent", "good-text", "warn-text", "bad-text");

    /** What stands on a ground of its own. */
    private static final Map<String, List<String>> OWN = Map.of(
            "accent", List.of("accent-ink"),
            "accent-strong", List.of("accent-ink"),
            "accent-soft", List.of("ink"),
            "deep", List.of("deep-ink", "deep-quiet"),
            "good", List.of("good-ink"),
            "warn", List.of("warn-ink"),
            "bad", List.of("bad-ink"),
            "old", List.of("old-ink"),
            "fresh", List.of("ink"));

    private static final Map<String, List<String>> SOFT = Map.of(
            "good-soft", List.of("ink", "good-text"),
            "warn-soft", List.of("ink", "warn-text"),
            "bad-soft", List.of("ink", "bad-text"));

    /** Pictures that are no entry of the menu. */
    static final List<String> ICONS =
            List.of("check", "warn", "stop", "info", "plus", "cross", "out", "menu", "eye", "off");

    private final Tokens tokens = Tokens.shipped();
    private final InstantSource clock;

    DesignPages(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    /** The page. */
    public record Design(
            List<Colour> colours,
            List<Pair> pairs,
            List<Length> spaces,
            Map<String, String> others,
            List<String> icons,
            List<Choice> choices,
            Instant now) {}

    /** A colour with its values in light and dark. */
    public record Colour(String name, String light, String dark) {}

    /** Text on a ground, with its contrast in light and dark. */
    public record Pair(String text, String ground, String light, String dark) {}

    /** A length in pixels. */
    public record Length(String name, String value, int pixels) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get("/design", Act.BE_HERE, this::show);
    }

    private Reply show(Visit visit) {
        List<String> names = tokens.all().keySet().stream().sorted().toList();
        var page = new Design(
                names.stream()
                        .filter(tokens::isColour)
                        .map(name -> new Colour(name, tokens.value(name, false), tokens.value(name, true)))
                        .toList(),
                pairs().toList(),
                names.stream()
                        .filter(name -> name.startsWith("space-"))
                        .map(name -> new Length(name, tokens.value(name, false), pixels(tokens.value(name, false))))
                        .toList(),
                others(names),
                Stream.concat(Stream.of(Menu.values()).map(DesignPages::icon), ICONS.stream())
                        .toList(),
                choices(visit),
                clock.instant());
        return Reply.page("admin/design", "design.title", page);
    }

    private static String icon(Menu entry) {
        return entry.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int pixels(String rem) {
        return (int) Math.round(Double.parseDouble(rem.replace("rem", "")) * REM);
    }

    private Map<String, String> others(List<String> names) {
        var others = new TreeMap<String, String>();
        names.stream()
                .filter(name -> !tokens.isColour(name) && !name.startsWith("space-"))
                .forEach(name -> others.put(name, tokens.value(name, false)));
        return others;
    }

    private Stream<Pair> pairs() {
        return Stream.of(
                        TEXTS.stream().flatMap(text -> GROUNDS.stream().map(ground -> pair(text, ground))),
                        pairs(OWN),
                        pairs(SOFT))
                .flatMap(pairs -> pairs);
    }

    private Stream<Pair> pairs(Map<String, List<String>> onGrounds) {
        return onGrounds.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(ground -> ground.getValue().stream().map(text -> pair(text, ground.getKey())));
    }

    private Pair pair(String text, String ground) {
        return new Pair(text, ground, figure(text, ground, false), figure(text, ground, true));
    }

    private String figure(String text, String ground, boolean inTheDark) {
        return String.format(Locale.ROOT, "%.1f", tokens.contrast(text, ground, inTheDark));
    }

    private static List<Choice> choices(Visit visit) {
        return Stream.of(Role.OWNER, Role.TECHNICIAN)
                .map(role -> new Choice(role.word(), visit.words().name("role", role), role == Role.OWNER))
                .toList();
    }
}
