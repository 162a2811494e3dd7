package knutpunkt.kiosk.wall;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.notices.Notice;
import knutpunkt.kiosk.notices.NoticeId;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.wall.WallFacts.Happening;
import knutpunkt.kiosk.wall.WallFacts.PartnerHere;
import knutpunkt.kiosk.wall.WallSettings.Level;

/** What is known of a site that a test makes up, the short way. */
final class FactsOnTrial {
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final Instant NOTICED = Instant.parse("2026-11-22T06:00:00Z");

    private final List<PartnerHere> partners = new ArrayList<>();
    private final List<WallState.Door> doors = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final List<Happening> happenings = new ArrayList<>();
    private Level day = Level.NAMES;
    private Level night = Level.TOTAL;
    private Optional<Hours> off = Optional.empty();
    private Optional<Instant> lastAtADoor = Optional.empty();
    private long nobodys;

    FactsOnTrial partner(String id, Showing showing, long count, String... names) {
        return partner(id, showing, showing, count, names);
    }

    FactsOnTrial partner(String id, Showing byDay, Showing atNight, long count, String... names) {
        return add(new Partner(new PartnerId(id), "Name of " + id, Visibility.NORMAL, byDay, atNight), count, names);
    }

    FactsOnTrial called(String id, String name, Showing showing, long count, String... names) {
        return add(new Partner(new PartnerId(id), name, Visibility.NORMAL, showing, showing), count, names);
    }

    private FactsOnTrial add(Partner partner, long count, String... names) {
        partners.add(new PartnerHere(
                partner,
                count,
                Arrays.stream(names)
                        .map(name -> new WallFacts.Nameable(name, Optional.empty(), Optional.empty()))
                        .toList()));
        return this;
    }

    FactsOnTrial nobodys(long count) {
        nobodys = count;
        return this;
    }

    FactsOnTrial level(Level level) {
        day = level;
        return this;
    }

    FactsOnTrial nightLevel(Level level) {
        night = level;
        return this;
    }

    FactsOnTrial off(Hours hours) {
        off = Optional.of(hours);
        return this;
    }

    FactsOnTrial lastAtADoor(Instant at) {
        lastAtADoor = Optional.of(at);
        return this;
    }

    FactsOnTrial door(String name) {
        doors.add(new WallState.Door(name, true, Optional.empty()));
        return this;
    }

    FactsOnTrial silentDoor(String name, Instant since) {
        doors.add(new WallState.Door(name, false, Optional.of(since)));
        return this;
    }

    FactsOnTrial silentDoor(String name) {
        doors.add(new WallState.Door(name, false, Optional.empty()));
        return this;
    }

    FactsOnTrial notice(String text) {
        return notice(new Notice(
                new NoticeId("n1"), Optional.empty(), text, false, NOTICED, NOTICED.plus(Duration.ofHours(12))));
    }

    FactsOnTrial notice(Notice notice) {
        notices.add(notice);
        return this;
    }

    FactsOnTrial happening(Instant at, String partner, String name) {
        return with(new Happening(
                at,
                true,
                Optional.of(new PartnerId(partner)),
                Optional.of(new WallFacts.Nameable(name, Optional.empty(), Optional.empty()))));
    }

    FactsOnTrial refusal(Instant at) {
        return with(new Happening(at, false, Optional.empty(), Optional.empty()));
    }

    FactsOnTrial with(Happening happening) {
        happenings.add(happening);
        return this;
    }

    WallFacts facts() {
        var settings = new WallSettings(
                "Vid statyn på torget", new Hours(6 * 60, 22 * 60), day, night, new Hours(21 * 60, 6 * 60), off);
        return new WallFacts(ZONE, settings, partners, nobodys, doors, notices, happenings, lastAtADoor);
    }
}
