package knutpunkt.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeBits;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Grant;
import knutpunkt.access.Revision;
import knutpunkt.access.Technology;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.Applied;
import knutpunkt.controller.list.ClockKeeper;
import knutpunkt.controller.list.LeaseKeeper;
import knutpunkt.controller.list.LeaseTimes;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.AccessUpdate;

/** A folder as enrolment leaves it: real keys, a configuration, and, if wanted, a list that grants one badge. */
final class Enrolled {
    static final String BADGE = "0F00A1B2C3";

    private final Path folder;
    private final SiteKeys siteKeys;

    Enrolled(Path folder) throws IOException {
        this.folder = folder;
        siteKeys = SiteKeys.openOrCreate(
                folder.resolve("site"), new SiteId("test"), InstantSource.system(), new SecureRandom());
        siteKeys.enrol(new ControllerId("c1"), folder.resolve("keys"));
        Files.writeString(folder.resolve("badges.json"), "[]");
    }

    /** Writes the configuration; {@code doors} are its doors, and what comes after them. No broker is ever there. */
    Path configure(String doors) throws IOException {
        return Files.writeString(folder.resolve("controller.yaml"), """
                keys: keys
                data: data
                broker: ssl://127.0.0.1:1
                clock: trusted
                doors:
                """ + doors);
    }

    BadgeToken token() {
        byte[] bits = BadgeRead.em4100(Long.parseLong(BADGE, 16), 0).bits();
        return siteKeys.badgeKey().token(new BadgeBits(Technology.EM4100, 40, bits));
    }

    /** What an earlier run with the service left behind: a list that grants the badge, and a lease. */
    void preload() throws IOException {
        LongSupplier nanos = System::nanoTime;
        Files.createDirectories(folder.resolve("data"));
        var person = new PersonId("p-1");
        var grant = new Grant(
                new GrantId("g-1"),
                Set.of(new DoorId("street")),
                Optional.empty(),
                Instant.parse("2020-01-01T00:00:00Z"),
                Instant.parse("2100-01-01T00:00:00Z"));
        List<AccessItem> items = List.of(
                new AccessItem.Badge(token(), person, false),
                new AccessItem.Holder(person, false, false, false, false, List.of(grant)));
        var list = AccessList.empty().with(new Revision(1, 1), items, List.of());
        try (var store = AccessListStore.open(folder.resolve("data/list.db"), new SecureRandom(), () -> false)) {
            var update = new AccessUpdate(
                    store.want().nonce(), Optional.empty(), list.revision(), list.digest(), 1, 1, items, List.of());
            assertThat(store.apply(update)).isInstanceOf(Applied.InForce.class);
            var clock = new ClockKeeper(store.keepsakes(), () -> true, InstantSource.system(), nanos);
            var lease = new LeaseKeeper(store.keepsakes(), LeaseTimes.DEFAULTS, clock, nanos);
            lease.renewed();
            clock.keep(true);
            lease.keep(true);
        }
    }
}
