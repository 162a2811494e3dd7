package knutpunkt.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import knutpunkt.access.BadgeBits;
import knutpunkt.access.BadgeKey;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Technology;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.kiosk.access.Changed;
import knutpunkt.kiosk.database.DatabaseUnusable;
import knutpunkt.kiosk.ids.BadgeId;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;

/**
 * Whoever says who may open what: gives badges and grants, blocks and takes back, and tells the {@link Model} what was
 * meant. Where the service failed on a change, it is looked up afterwards whether it was made.
 */
final class Administrator {
    private final SimulatedService service;
    private final Model model;
    private final SplittableRandom random;
    private final List<DoorId> doors;
    private final List<Holder> holders = new ArrayList<>();
    private Optional<Runnable> doubt = Optional.empty();

    /** Somebody with one badge and at most one grant; their badge's number is their place in the list, from 1. */
    private static final class Holder {
        private final BadgeId badge;
        private boolean blocked;
        private Set<DoorId> doors = Set.of();
        private Optional<GrantId> grant = Optional.empty();

        Holder(BadgeId badge) {
            this.badge = badge;
        }
    }

    Administrator(SimulatedService service, Model model, SplittableRandom random, List<DoorId> doors) {
        this.service = service;
        this.model = model;
        this.random = random;
        this.doors = List.copyOf(doors);
    }

    /** Adds people with the badges 1 to this, while nothing fails. */
    void addPeople(BadgeKey key, int count) {
        for (int number = 1; number <= count; number++) {
            var person = service.addPerson("Person " + number).thing().id();
            var holder = new Holder(service.issue(person, "K-" + number, token(key, number))
                    .thing()
                    .id());
            holders.add(holder);
            Set<DoorId> some = someDoors();
            if (!some.isEmpty()) {
                holder.grant = Optional.of(service.give(person, some).thing().id());
                holder.doors = some;
            }
        }
        model.changed((int) service.current().number(), rights());
    }

    private static BadgeToken token(BadgeKey key, long number) {
        return key.token(
                new BadgeBits(Technology.EM4100, 40, BadgeRead.em4100(number, 0).bits()));
    }

    private Set<DoorId> someDoors() {
        var some = new HashSet<DoorId>();
        for (DoorId door : doors) {
            if (random.nextInt(3) > 0) {
                some.add(door);
            }
        }
        return some;
    }

    /** Blocks or frees somebody's badge, or takes their grant back. */
    void changeSomething() {
        if (!service.isRunning() || doubt.isPresent()) {
            return;
        }
        Holder holder = holders.get(random.nextInt(holders.size()));
        if (random.nextInt(3) > 0 || holder.grant.isEmpty()) {
            boolean now = !holder.blocked;
            make(() -> service.setBlocked(holder.badge, now), () -> holder.blocked = now);
        } else {
            GrantId grant = holder.grant.get();
            make(() -> service.takeBack(grant), () -> {
                holder.grant = Optional.empty();
                holder.doors = Set.of();
            });
        }
    }

    private void make(Supplier<Changed<?>> change, Runnable believe) {
        try {
            int revision = (int) change.get().change().number();
            believe.run();
            model.changed(revision, rights());
        } catch (DatabaseUnusable _) {
            doubt = Optional.of(believe);
        } catch (Problem e) {
            throw new Violation("the service knows nothing of what it had taken: " + e.getMessage());
        }
    }

    /** As soon as the service can be asked. To be called after everything that happens. */
    void resolveDoubt() {
        if (doubt.isPresent() && service.isRunning()) {
            int current = (int) service.current().number();
            if (current > model.newest()) {
                doubt.get().run();
                model.changed(current, rights());
            }
            doubt = Optional.empty();
        }
    }

    private Map<Long, Set<String>> rights() {
        Map<Long, Set<String>> rights = new HashMap<>();
        for (int i = 0; i < holders.size(); i++) {
            Holder holder = holders.get(i);
            if (!holder.blocked) {
                var names = new HashSet<String>();
                holder.doors.forEach(door -> names.add(door.text()));
                rights.put(i + 1L, names);
            }
        }
        return rights;
    }
}
