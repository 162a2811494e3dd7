package knutpunkt.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import knutpunkt.access.BadgeBits;
import knutpunkt.access.BadgeKey;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Revision;
import knutpunkt.access.Technology;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.kiosk.access.Changed;
import knutpunkt.kiosk.database.DatabaseUnusable;
import knutpunkt.kiosk.ids.BadgeId;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.simulation.model.ListNumber;
import knutpunkt.simulation.model.Model;
import knutpunkt.simulation.model.Right;
import knutpunkt.simulation.model.Violation;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;

/**
 * Whoever says who may open what: gives badges and grants, blocks and takes back, and tells the {@link Model} what was
 * meant. Where the service failed on a change, it is looked up afterwards whether it was made.
 */
final class Administrator {
    /** Part of everybody's name: where names must not be, it must not be found. */
    static final String NAME = "Vinterhed";

    private static final Instant ALWAYS = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration SHORT_MOST = Duration.ofMinutes(20);

    private final World world;
    private final SimulatedService service;
    private final Model model;
    private final SplittableRandom random;
    private final List<DoorId> doors;
    private final List<Holder> holders = new ArrayList<>();
    private Map<ListNumber, List<May>> decided = new TreeMap<>();
    private final Map<ListNumber, List<May>> forgotten = new TreeMap<>();
    private Optional<Backup> backup = Optional.empty();
    private Optional<Backup> restored = Optional.empty();
    private int backups;
    private int restores;
    private Optional<Runnable> doubt = Optional.empty();
    private Optional<Taking> taking = Optional.empty();

    /** The service runs on a backup from its next start on, and says so by a list. */
    private boolean restoring;

    /** What somebody with one badge and at most one grant may. */
    private record May(
            boolean blocked, Optional<GrantId> grant, Set<DoorId> doors, Instant until, Optional<Ending> ending) {
        static final May NOTHING = new May(false, Optional.empty(), Set.of(), ALWAYS, Optional.empty());

        May blocked(boolean now) {
            return new May(now, grant, doors, until, ending);
        }

        May given(GrantId newGrant, Set<DoorId> newDoors, Instant newUntil) {
            return new May(blocked, Optional.of(newGrant), newDoors, newUntil, ending);
        }

        May taken() {
            return new May(blocked, Optional.empty(), Set.of(), ALWAYS, ending);
        }

        /** Less what a forgotten decision revoked of an earlier one, and nothing of what it gave. */
        May without(May common, May lost, Instant ends) {
            boolean nowBlocked = blocked || (lost.blocked && !common.blocked);
            boolean ended = common.grant.isPresent() && grant.equals(common.grant) && !lost.grant.equals(common.grant);
            May less = ended ? new May(blocked, Optional.empty(), Set.of(), ALWAYS, Optional.of(ending(ends))) : this;
            return less.blocked(nowBlocked);
        }

        private Ending ending(Instant ends) {
            return new Ending(doors, until.isBefore(ends) ? until : ends);
        }
    }

    /** A grant that is ended and still in the list: by its controller's clock it may not have ended yet. */
    private record Ending(Set<DoorId> doors, Instant until) {}

    /** Their badge's number is their place in the list, from 1. */
    private static final class Holder {
        private final PersonId person;
        private final BadgeId badge;
        private May may = May.NOTHING;

        Holder(PersonId person, BadgeId badge) {
            this.person = person;
            this.badge = badge;
        }
    }

    /** A controller's forgotten list is being taken over, and nobody has said that it is done. */
    private record Taking(ControllerId controller, Revision list) {}

    /** What a backup holds of what was decided. */
    private record Backup(String name, Model.Backup model, List<May> may) {}

    Administrator(World world, SimulatedService service, SplittableRandom random, List<DoorId> doors) {
        this.world = world;
        this.service = service;
        this.model = world.model();
        this.random = random;
        this.doors = List.copyOf(doors);
        service.handOverTo(new SimulatedService.HandOver() {
            @Override
            public void begins(ControllerId controller, Revision forgotten) {
                taking = Optional.of(new Taking(controller, forgotten));
            }

            @Override
            public void ends() {
                taking.ifPresent(Administrator.this::takenOver);
                taking = Optional.empty();
            }
        });
    }

    /** Adds people with the badges 1 to this, while nothing fails. */
    void addPeople(BadgeKey key, int count) {
        for (int number = 1; number <= count; number++) {
            var person = service.addPerson(NAME + " " + number).thing().id();
            var holder = new Holder(
                    person,
                    service.issue(person, "K-" + number, token(key, number))
                            .thing()
                            .id());
            holders.add(holder);
            Set<DoorId> some = someDoors();
            if (!some.isEmpty()) {
                Instant until = someTime();
                holder.may = holder.may.given(
                        service.give(person, some, until).thing().id(), some, until);
            }
        }
        changed(Watch.number(service.current()));
    }

    /** Now and then one that ends while people still come. */
    private Instant someTime() {
        return random.nextInt(4) > 0
                ? ALWAYS
                : world.timeline()
                        .instant()
                        .plusMillis(random.nextLong(SHORT_MOST.toMillis()))
                        .truncatedTo(ChronoUnit.SECONDS);
    }

    private void changed(ListNumber revision) {
        Set<Right> rights = rights();
        decided.put(revision, holders.stream().map(holder -> holder.may).toList());
        world.story().tell("revision %s: %s".formatted(revision, told(rights)));
        model.changed(revision, rights);
    }

    private static Map<Long, Set<String>> told(Set<Right> rights) {
        Map<Long, Set<String>> doors = new TreeMap<>();
        rights.forEach(
                one -> doors.computeIfAbsent(one.badge(), _ -> new TreeSet<>()).add(one.door()));
        return doors;
    }

    static BadgeToken token(BadgeKey key, long number) {
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

    /** Blocks or frees somebody's badge, or takes their grant back, or gives them another. */
    void changeSomething() {
        if (!service.isRunning() || doubt.isPresent()) {
            return;
        }
        Holder holder = holders.get(random.nextInt(holders.size()));
        May may = holder.may;
        if (may.blocked() || (may.grant().isPresent() && random.nextBoolean())) {
            boolean now = !may.blocked();
            make(holder, () -> service.setBlocked(holder.badge, now), _ -> may.blocked(now), may.blocked(now));
        } else if (may.grant().isPresent()) {
            GrantId grant = may.grant().get();
            make(holder, () -> service.takeBack(grant), _ -> may.taken(), may.taken());
        } else if (may.doors().isEmpty()) {
            Set<DoorId> some = someDoors();
            Instant until = someTime();
            if (!some.isEmpty()) {
                make(
                        holder,
                        () -> service.give(holder.person, some, until),
                        given -> may.given(given.thing().id(), some, until),
                        new May(false, Optional.empty(), some, until, may.ending()));
            }
        }
    }

    /** @param believed what is so if it was made, though nobody could say so */
    private <T> void make(Holder holder, Supplier<Changed<T>> change, Function<Changed<T>, May> made, May believed) {
        try {
            Changed<T> came = change.get();
            holder.may = made.apply(came);
            changed(Watch.number(came.change()));
        } catch (DatabaseUnusable _) {
            doubt = Optional.of(() -> holder.may = believed);
        } catch (Problem e) {
            throw new Violation("the service knows nothing of what it had taken: " + e.getMessage());
        }
    }

    /** Asks the service, as soon as it can be asked, what became of what failed. To be called after everything that happens. */
    void resolve() {
        if (!service.isRunning()) {
            return;
        }
        if (restoring) {
            restoring = false;
            changed(Watch.number(service.current()));
        }
        if (taking.isPresent()) {
            Taking doubted = taking.get();
            taking = Optional.empty();
            if (service.hasTakenOver(doubted.controller(), doubted.list())) {
                takenOver(doubted);
            }
        }
        if (doubt.isPresent()) {
            ListNumber current = Watch.number(service.current());
            if (current.compareTo(model.newest()) > 0) {
                doubt.get().run();
                changed(current);
            }
            doubt = Optional.empty();
        }
    }

    /** What a list that the service had forgotten revoked of what is in the backup is revoked again. */
    private void takenOver(Taking done) {
        List<May> lost = forgotten.get(Watch.number(done.list()));
        if (lost == null || restored.isEmpty()) {
            throw new Violation("a list was taken over that nobody made: " + done.list());
        }
        List<May> common = restored.get().may();
        Instant ends = world.timeline().instant().plus(Weather.CLOCK_WRONG_MOST);
        for (int i = 0; i < holders.size(); i++) {
            Holder holder = holders.get(i);
            holder.may = holder.may.without(common.get(i), lost.get(i), ends);
        }
        changed(Watch.number(service.current()));
        model.handedOver(done.controller().text(), Watch.number(done.list()));
    }

    /**
     * Makes a backup. Not while a controller has a list that the service forgot at an earlier restore: of two restores in a row
     * the second would know nothing of the first, and give its numbers once more.
     */
    void backUp() {
        boolean mayBe = service.isRunning() && doubt.isEmpty() && taking.isEmpty() && !restoring;
        if (!mayBe || !model.isEveryListKnown() || service.logEnd() != model.logged()) {
            return;
        }
        backups++;
        String name = "backup-" + backups + ".db";
        try {
            service.backUp(name);
            world.story().tell("a backup is made, with revision " + model.newest());
            backup = Optional.of(new Backup(name, model.backedUp(), decided.get(model.newest())));
        } catch (DatabaseUnusable e) {
            world.story()
                    .tell("a backup could not be made: " + service.computer().why(e));
        }
    }

    /** Whether there is a backup that was not put back yet, and a disk that can take it. */
    boolean canRestore() {
        return backup.isPresent() && service.computer().isDiskWell();
    }

    int restores() {
        return restores;
    }

    /** Ends the service and puts the newest backup back. */
    void restore(int cutWithinOperations) {
        Backup back = backup.orElseThrow();
        service.restore(back.name(), cutWithinOperations);
        restores++;
        backup = Optional.empty();
        restored = Optional.of(back);
        restoring = true;
        doubt = Optional.empty();
        taking = Optional.empty();
        var kept = new TreeMap<ListNumber, List<May>>();
        decided.forEach((list, may) -> (list.compareTo(back.model().newest()) > 0 ? forgotten : kept).put(list, may));
        decided = kept;
        for (int i = 0; i < holders.size(); i++) {
            holders.get(i).may = back.may().get(i);
        }
        model.restored(back.model());
    }

    private Set<Right> rights() {
        Set<Right> rights = new HashSet<>();
        for (int i = 0; i < holders.size(); i++) {
            May may = holders.get(i).may;
            if (!may.blocked()) {
                long badge = i + 1L;
                may.doors().forEach(door -> rights.add(right(badge, door, may.until())));
                may.ending()
                        .ifPresent(ending ->
                                ending.doors().forEach(door -> rights.add(right(badge, door, ending.until()))));
            }
        }
        return rights;
    }

    private static Right right(long badge, DoorId door, Instant until) {
        return new Right(
                badge,
                door.text(),
                0,
                Duration.between(Timeline.BEGINNING, until).toNanos());
    }
}
