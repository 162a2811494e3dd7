package knutpunkt.kiosk.wall;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.occupancy.Occupancy;
import knutpunkt.kiosk.occupancy.OccupancyDay;
import knutpunkt.kiosk.occupancy.OccupancyPicture;
import knutpunkt.kiosk.occupancy.OccupancyPicture.Palette;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.screens.Visitor;
import knutpunkt.kiosk.words.Words;

/**
 * Today's picture as a screen may show it: of those partners only that tell their numbers now and told them then. Drawn
 * once for all screens that show the same. Safe for use by several threads.
 */
final class WallPictures {
    private final Database database;
    private final Supplier<WallMoment> source;
    private final InstantSource clock;
    private final Map<Wanted, Picture> drawn = new HashMap<>();
    private String version = "";

    WallPictures(Database database, Supplier<WallMoment> source, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.source = requireNonNull(source, "source");
        this.clock = requireNonNull(clock, "clock");
    }

    private record Wanted(String language, Palette palette) {}

    /**
     * A picture and what it says.
     *
     * @param summary in one sentence
     */
    record Picture(String svg, String summary) {}

    /** Empty for a screen that shows none. */
    Optional<Picture> picture(Visitor visitor, Words words, Palette palette) {
        WallMoment moment = source.get();
        Instant now = clock.instant();
        ScreenState state = WallRules.state(moment.facts(), moment.standings().of(visitor), now);
        return state instanceof WallState wall
                ? wall.picture().map(current -> picture(current, moment.facts(), now, words, palette))
                : Optional.empty();
    }

    private synchronized Picture picture(String current, WallFacts facts, Instant now, Words words, Palette palette) {
        if (!version.equals(current)) {
            drawn.clear();
            version = current;
        }
        return drawn.computeIfAbsent(
                new Wanted(words.language(), palette),
                _ -> draw(facts, now, new OccupancyPicture(words, facts.zone(), palette)));
    }

    private Picture draw(WallFacts facts, Instant now, OccupancyPicture picture) {
        ZoneId zone = facts.zone();
        Map<PartnerId, Partner> partners = facts.partners().stream()
                .map(WallFacts.PartnerHere::partner)
                .collect(Collectors.toMap(Partner::id, partner -> partner));
        OccupancyDay day = database.read(transaction -> Occupancy.day(
                transaction,
                now.atZone(zone).toLocalDate(),
                zone,
                now,
                (id, from, until) -> Optional.ofNullable(partners.get(id))
                        .filter(partner -> WallRules.isPictured(facts, partner, from, until, now))
                        .isPresent()));
        return new Picture(picture.day(day, now), picture.summary(day));
    }
}
