package knutpunkt.simulation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.BadgeReader;
import knutpunkt.hardware.DoorContact;
import knutpunkt.hardware.ExitButton;
import knutpunkt.hardware.ReaderHealth;
import knutpunkt.hardware.ReaderSignal;
import knutpunkt.hardware.Strike;

/**
 * The metal of one door, which stays where it is when its controller loses power: then the strike is secured, for nobody
 * renews it, and the leaf stands as it stood. What a dead controller's program still does reaches nothing.
 */
final class SimulatedParts {
    private final Timeline timeline;
    /** A badge that is held still or up again within 5 s is shown green again, and recorded once. */
    private static final long SAME_NANOS = Duration.ofMillis(5_500).toNanos();

    private long releases;
    private long heldBadge;
    private long greenBadge;
    private long exitsRefused;
    private long releasedAtNanos;
    private long movedAtNanos;
    private Optional<SimulatedMachine> owner = Optional.empty();
    private long releasedUntilNanos;
    private boolean open;
    private Optional<BadgeReader.Listener> outside = Optional.empty();
    private Optional<BadgeReader.Listener> inside = Optional.empty();
    private Optional<Consumer<DoorContact.Position>> contact = Optional.empty();
    private Optional<Runnable> button = Optional.empty();

    SimulatedParts(Timeline timeline) {
        this.timeline = timeline;
    }

    /** A new run of the controller has the parts from now on, and finds the strike secured. */
    void ownedBy(SimulatedMachine machine) {
        owner = Optional.of(machine);
        releasedUntilNanos = timeline.nanos();
        outside = Optional.empty();
        inside = Optional.empty();
        contact = Optional.empty();
        button = Optional.empty();
    }

    private boolean isOwner(SimulatedMachine machine) {
        return machine.isOn() && owner.filter(one -> one == machine).isPresent();
    }

    /** Whether it may be pushed open now. */
    boolean isReleased() {
        return timeline.nanos() < releasedUntilNanos
                && owner.filter(SimulatedMachine::isOn).isPresent();
    }

    boolean isOpen() {
        return open;
    }

    /** How often the strike was released when it had been secured; where there is none, how often it was shown green. */
    long releases() {
        return releases;
    }

    /** When it was released last; the beginning for never. */
    long releasedAtNanos() {
        return releasedAtNanos;
    }

    /** When the leaf was opened or closed last; the beginning for never. */
    long movedAtNanos() {
        return movedAtNanos;
    }

    /** How often the reader inside showed that a badge was refused. */
    long exitsRefused() {
        return exitsRefused;
    }

    /** Somebody holds the badge of this number to the reader outside. */
    void tapOutside(long badge) {
        heldBadge = badge;
        tap(outside, badge, Duration.ZERO);
    }

    /** The reader outside was away when somebody held the badge to it, and tells of it now. */
    void tellLate(long badge, Duration age) {
        tap(outside, badge, age);
    }

    void tapInside(long badge) {
        tap(inside, badge, Duration.ZERO);
    }

    private void tap(Optional<BadgeReader.Listener> reader, long badge, Duration age) {
        owner.filter(SimulatedMachine::isOn)
                .map(machine -> BadgeRead.em4100(badge, machine.uptimeNanos() - age.toNanos()))
                .ifPresent(read -> reader.ifPresent(listener -> listener.read(read)));
    }

    void pressExit() {
        button.ifPresent(Runnable::run);
    }

    void move(boolean nowOpen) {
        if (open != nowOpen) {
            open = nowOpen;
            movedAtNanos = timeline.nanos();
            contact.ifPresent(listener -> listener.accept(position()));
        }
    }

    private DoorContact.Position position() {
        return open ? DoorContact.Position.OPEN : DoorContact.Position.CLOSED;
    }

    Strike strike(SimulatedMachine machine) {
        return new Strike() {
            @Override
            public void release() {
                if (isOwner(machine)) {
                    if (!isReleased()) {
                        releases++;
                        releasedAtNanos = timeline.nanos();
                    }
                    releasedUntilNanos = timeline.nanos() + LEASE.toNanos();
                }
            }

            @Override
            public void renew() {
                if (isOwner(machine) && SimulatedParts.this.isReleased()) {
                    releasedUntilNanos = timeline.nanos() + LEASE.toNanos();
                }
            }

            @Override
            public void secure() {
                if (isOwner(machine)) {
                    releasedUntilNanos = timeline.nanos();
                }
            }

            @Override
            public boolean isReleased() {
                return isOwner(machine) && SimulatedParts.this.isReleased();
            }

            @Override
            public void close() {
                secure();
            }
        };
    }

    BadgeReader outsideReader() {
        return reader(listener -> outside = Optional.of(listener), _ -> {});
    }

    /** Of a point that opens nothing: to be shown green there is what a release is at a door. */
    BadgeReader checkInReader() {
        return reader(listener -> outside = Optional.of(listener), shown -> {
            boolean again = heldBadge == greenBadge && timeline.nanos() - releasedAtNanos < SAME_NANOS;
            if (shown == ReaderSignal.GRANTED && !again) {
                releases++;
                releasedAtNanos = timeline.nanos();
                greenBadge = heldBadge;
            }
        });
    }

    BadgeReader insideReader() {
        return reader(listener -> inside = Optional.of(listener), shown -> {
            if (shown == ReaderSignal.REFUSED) {
                exitsRefused++;
            }
        });
    }

    private static BadgeReader reader(Consumer<BadgeReader.Listener> started, Consumer<ReaderSignal> shows) {
        return new BadgeReader() {
            @Override
            public void start(Listener listener) {
                started.accept(listener);
                listener.health(new ReaderHealth(true, "", 0, 0, 0));
            }

            @Override
            public void show(ReaderSignal signal) {
                shows.accept(signal);
            }

            @Override
            public void close() {}
        };
    }

    DoorContact doorContact() {
        return new DoorContact() {
            @Override
            public Position position() {
                return SimulatedParts.this.position();
            }

            @Override
            public void onChange(Consumer<Position> listener) {
                contact = Optional.of(listener);
            }

            @Override
            public void close() {}
        };
    }

    ExitButton exitButton() {
        return new ExitButton() {
            @Override
            public void onPress(Runnable listener) {
                button = Optional.of(listener);
            }

            @Override
            public void close() {}
        };
    }
}
