package knutpunkt.kiosk.wall;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.notices.Notice;
import knutpunkt.kiosk.occupancy.SmallCounts;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.kiosk.screens.PairingCode;
import knutpunkt.kiosk.screens.Place;
import knutpunkt.kiosk.screens.Standing;
import knutpunkt.kiosk.wall.WallFacts.Happening;
import knutpunkt.kiosk.wall.WallFacts.PartnerHere;
import knutpunkt.kiosk.wall.WallSettings.Level;
import knutpunkt.kiosk.wall.WallState.Certainty;
import knutpunkt.kiosk.wall.WallState.Row;
import knutpunkt.kiosk.wall.WallState.Telling;

/**
 * What a screen shows, from what is known. Pure. A partner that hides how many of its people are here hides it from
 * arithmetic too: nothing that a screen shows, and no moment at which it changes, depends on a hidden count. Start at
 * {@link #state}.
 */
final class WallRules {
    /** For so long a happening is news: whoever it is about has gone from the door by then. */
    static final Duration WELCOME = Duration.ofSeconds(5);

    /** For so long a black screen is awake after something happened at a door. */
    static final Duration AWAKE = Duration.ofSeconds(60);

    /** How many names a row holds at most; the count tells of the rest. */
    static final int NAMES_MAX = 60;

    /** How many notices hang on the wall at most. */
    static final int NOTICES_MAX = 12;

    private static final String OTHERS = "others";

    private final WallFacts facts;
    private final Instant now;
    private final boolean isDay;
    private final Level level;

    private WallRules(WallFacts facts, Instant now) {
        this.facts = facts;
        this.now = now;
        WallSettings settings = facts.settings();
        this.isDay = settings.day().contains(now, facts.zone());
        this.level = isDay ? settings.byDay() : settings.atNight();
    }

    static ScreenState state(WallFacts facts, Standing standing, Instant now) {
        var rules = new WallRules(facts, now);
        return switch (standing) {
            case Standing.Waiting waiting ->
                new UnpairedState(facts.zone(), rules.theme(), waiting.code().map(PairingCode::grouped));
            case Standing.Paired(Place place) when rules.isAsleep() -> WallState.asleep(place.word(), facts.zone());
            case Standing.Paired(Place place) ->
                switch (place) {
                    case INDOORS -> rules.indoors();
                    case STREET -> rules.street();
                };
        };
    }

    /** Whether a partner's people may be in the picture of a part of this day. */
    static boolean isPictured(WallFacts facts, Partner partner, Instant from, Instant until, Instant now) {
        return Stream.of(now, from, until.minusMillis(1))
                .map(time -> new WallRules(facts, time).choice(partner))
                .allMatch(WallRules::tellsNumber);
    }

    private ScreenState.Theme theme() {
        return facts.settings().dark().contains(now, facts.zone()) ? ScreenState.Theme.DARK : ScreenState.Theme.LIGHT;
    }

    private boolean isAsleep() {
        boolean isOff = facts.settings()
                .off()
                .filter(off -> off.contains(now, facts.zone()))
                .isPresent();
        return isOff
                && facts.lastAtADoor()
                        .filter(last -> last.plus(AWAKE).isAfter(now))
                        .isEmpty();
    }

    /** What a partner lets be shown at this hour, whatever the site's level. */
    private Showing choice(Partner partner) {
        return isDay ? partner.shownByDay() : partner.shownAtNight();
    }

    private static boolean tellsNumber(Showing choice) {
        return switch (choice) {
            case NOTHING, PRESENT -> false;
            case NUMBER, NAMES -> true;
        };
    }

    /** Some partner does not tell its number, whether it has people here or not. */
    private boolean isSomethingHidden() {
        return facts.partners().stream().anyMatch(here -> !tellsNumber(choice(here.partner())));
    }

    private WallState indoors() {
        long total = 0;
        for (PartnerHere here : facts.partners()) {
            total += switch (choice(here.partner())) {
                case NOTHING -> 0;
                case PRESENT -> Math.min(here.count(), 1);
                case NUMBER, NAMES -> here.count();
            };
        }
        boolean isHidden = isSomethingHidden();
        // Who has no partner any longer may have had one that hides its number.
        long told = isHidden ? total : total + facts.nobodys();
        List<Row> rows = level == Level.TOTAL
                ? List.of()
                : facts.partners().stream().flatMap(here -> row(here).stream()).toList();
        return state(
                Place.INDOORS,
                Optional.of(told),
                isHidden ? Certainty.AT_LEAST : Certainty.EXACT,
                rows,
                welcome(this::tellsArrival),
                level == Level.TOTAL ? Optional.empty() : Optional.of(picture()));
    }

    private Optional<Row> row(PartnerHere here) {
        Partner partner = here.partner();
        boolean isHere = here.count() > 0;
        return switch (choice(partner)) {
            case NOTHING -> Optional.empty();
            case PRESENT -> Optional.of(row(partner, Telling.PRESENT, isHere, Optional.empty(), List.of()));
            case NUMBER -> Optional.of(row(partner, Telling.NUMBER, isHere, Optional.of(here.count()), List.of()));
            case NAMES -> {
                List<WallState.Named> names = level == Level.NAMES
                        ? here.named().stream()
                                .filter(one -> one.isNamedAt(now))
                                .limit(NAMES_MAX)
                                .map(one -> new WallState.Named(one.name(), one.role()))
                                .toList()
                        : List.of();
                yield Optional.of(row(partner, Telling.NUMBER, isHere, Optional.of(here.count()), names));
            }
        };
    }

    private static Row row(
            Partner partner, Telling telling, boolean isHere, Optional<Long> count, List<WallState.Named> names) {
        return new Row(partner.id().text(), partner.name(), telling, isHere, count, names);
    }

    /** On the street there is no name, no count under three, nobody's coming and no word among partners. */
    private WallState street() {
        SequencedMap<PartnerId, Long> counts = new LinkedHashMap<>();
        var names = new LinkedHashMap<PartnerId, String>();
        facts.partners().stream()
                .filter(here -> tellsNumber(choice(here.partner())))
                .sorted(Comparator.comparing(here -> here.partner().name()))
                .forEach(here -> {
                    counts.put(here.partner().id(), here.count());
                    names.put(here.partner().id(), here.partner().name());
                });
        boolean isHidden = isSomethingHidden();
        SmallCounts<PartnerId> told = SmallCounts.of(counts, isHidden ? 0 : facts.nobodys());
        Stream<Row> shown = told.shown().entrySet().stream()
                .map(one -> new Row(
                        one.getKey().text(),
                        names.getOrDefault(one.getKey(), ""),
                        Telling.NUMBER,
                        true,
                        Optional.of(one.getValue()),
                        List.of()));
        Stream<Row> others = told.others().stream()
                .map(sum -> new Row(OTHERS, "", Telling.OTHERS, true, Optional.of(sum), List.of()));
        return state(
                Place.STREET,
                told.total(),
                streetCertainty(told.total().isPresent(), isHidden),
                level == Level.TOTAL ? List.of() : Stream.concat(shown, others).toList(),
                welcome(_ -> false),
                Optional.empty());
    }

    private static Certainty streetCertainty(boolean isTold, boolean isHidden) {
        if (isTold) {
            return isHidden ? Certainty.AT_LEAST : Certainty.EXACT;
        }
        // With a hidden partner's people there may be more than two.
        return isHidden ? Certainty.UNTOLD : Certainty.FEWER_THAN_THREE;
    }

    private WallState state(
            Place place,
            Optional<Long> total,
            Certainty certainty,
            List<Row> rows,
            Optional<WallState.Welcome> welcome,
            Optional<String> picture) {
        return new WallState(
                place.word(),
                facts.zone(),
                theme(),
                false,
                total,
                certainty,
                rows,
                place == Place.STREET ? List.of() : notices(),
                facts.settings().meetingPoint(),
                place == Place.STREET ? silence() : facts.doors(),
                welcome,
                picture);
    }

    /** Which door is not heard from is nothing for the street to know, but that the number may be wrong is. */
    private List<WallState.Door> silence() {
        return facts.doors().stream()
                .filter(door -> !door.heard())
                .findFirst()
                .map(_ -> new WallState.Door("", false, Optional.empty()))
                .stream()
                .toList();
    }

    private List<WallState.Note> notices() {
        Map<PartnerId, String> names = facts.partners().stream()
                .map(PartnerHere::partner)
                .collect(Collectors.toMap(Partner::id, Partner::name));
        Function<Notice, WallState.Note> note = notice -> new WallState.Note(
                notice.id().text(),
                notice.text(),
                notice.important(),
                notice.partner().map(id -> names.getOrDefault(id, "")));
        return facts.notices().stream()
                .filter(notice -> notice.isShownAt(now))
                .limit(NOTICES_MAX)
                .map(note)
                .toList();
    }

    /** The newest happening that may be told; a refusal tells of nobody, and whoever stands there must know. */
    private Optional<WallState.Welcome> welcome(Function<Happening, Boolean> tells) {
        return facts.happenings().stream()
                .filter(one -> one.at().plus(WELCOME).isAfter(now))
                .filter(one -> !one.allowed() || tells.apply(one))
                .findFirst()
                .map(one -> new WallState.Welcome(
                        one.at().toEpochMilli(),
                        one.allowed(),
                        one.who()
                                .filter(who -> who.isNamedAt(now) && mayBeNamed(one))
                                .map(WallFacts.Nameable::name)));
    }

    private boolean tellsArrival(Happening happening) {
        return choiceOf(happening).filter(WallRules::tellsNumber).isPresent();
    }

    private boolean mayBeNamed(Happening happening) {
        return level == Level.NAMES
                && choiceOf(happening).filter(choice -> choice == Showing.NAMES).isPresent();
    }

    private Optional<Showing> choiceOf(Happening happening) {
        return facts.partners().stream()
                .map(PartnerHere::partner)
                .filter(partner -> happening.partner().equals(Optional.of(partner.id())))
                .map(this::choice)
                .findFirst();
    }

    /** Another text at least once a minute, and as soon as it is of other partners. */
    private String picture() {
        List<String> pictured = facts.partners().stream()
                .map(PartnerHere::partner)
                .filter(partner -> tellsNumber(choice(partner)))
                .map(partner -> partner.id().text())
                .sorted()
                .toList();
        return "%d-%08x".formatted(now.getEpochSecond() / 60, pictured.hashCode());
    }
}
