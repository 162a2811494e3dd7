package knutpunkt.simulation.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import knutpunkt.wire.record.JournalRecord;

/**
 * What must hold, in words of its own. Is told what was decided and what happens, and knows badges by their numbers, doors,
 * controllers and everything else by their names; times are true ones, in nanoseconds since the beginning. What it objects
 * to is raised by {@link #check}, which is to be called after everything that happens. Used by one thread.
 */
public final class Model {
    private final Consumer<String> story;
    private final Objections objections = new Objections();
    private final Known known = new Known();
    private final Rights rights = new Rights();
    private final Commands commands = new Commands(objections);
    private final Doors doors = new Doors(rights, commands, known, objections);
    private final Lists lists = new Lists(known, rights, objections);
    private final Log log;

    /** @param justSeen whoever was seen so long before the night's check-out is counted still */
    public Model(Instant beginning, Duration justSeen, Consumer<String> story) {
        this.story = story;
        this.log = new Log(beginning, known, commands, justSeen, objections);
    }

    /**
     * Whether all held until now.
     *
     * @throws Violation the first time that something did not, and ever after
     */
    public void check() {
        objections.raise();
    }

    /** There is a door with a reader outside and one inside. */
    public void door(String controller, String door) {
        known.door(controller, door);
    }

    /** There is a reader that opens nothing, and shows whoever may come in that they turn around. */
    public void checkIn(String controller, String point) {
        known.door(controller, point);
        known.checkIn(point);
    }

    /** From this revision on, exactly these rights are given. */
    public void changed(ListNumber revision, Collection<Right> given) {
        lists.changed(revision);
        rights.changed(revision, given);
    }

    /** What the service has, in a backup that can be put in its place. */
    public static final class Backup {
        private final ListNumber newest;
        private final Map<ListNumber, ListNumber> handedOver;
        private final Log.Kept log;

        private Backup(ListNumber newest, Map<ListNumber, ListNumber> handedOver, Log.Kept log) {
            this.newest = newest;
            this.handedOver = handedOver;
            this.log = log;
        }

        /** The newest revision in it. */
        public ListNumber newest() {
            return newest;
        }
    }

    /** A backup of the service is made, of all that was told of it until now. */
    public Backup backedUp() {
        return new Backup(rights.newest(), lists.keep(), log.copied());
    }

    /** The service has forgotten whatever is not in the backup. */
    public void restored(Backup backup) {
        rights.backTo(backup.newest);
        lists.backTo(backup.handedOver, backup.newest);
        log.backTo(backup.log);
    }

    /** Whether every controller decides by a list that the service still knows, or by none. */
    public boolean isEveryListKnown() {
        return known.controllers().stream().allMatch(one -> rights.isKnown(one.inForce));
    }

    /** A controller has handed over a list that the service had forgotten: what it revoked is revoked in the newest. */
    public void handedOver(String controller, ListNumber forgotten) {
        story.accept("%s has handed list %s over".formatted(controller, forgotten));
        lists.handedOver(forgotten);
    }

    /** The newest revision there is. */
    public ListNumber newest() {
        return rights.newest();
    }

    /** A controller's program has started; it decides by the list that it had, and its uptime counts from that time on. */
    public void booted(String controller, String boot, ListNumber revision, long fromNanos) {
        known.booted(controller, boot, fromNanos);
        lists.startedWith(controller, revision);
    }

    /** Whether a controller's clock is right from now on, or must not be trusted. */
    public void clock(String controller, boolean right) {
        known.controller(controller).clockKnown = right;
    }

    /** Everything that a controller's disk held is gone. */
    public void storageLost(String controller, long nowNanos) {
        Known.Controller lost = known.controller(controller);
        lost.storagesLost++;
        lost.storageSinceNanos = nowNanos;
        lost.inForce = ListNumber.NONE;
    }

    /** A controller has heard of the service, which says what is current (I2). */
    public void heard(String controller, long nowNanos) {
        known.controller(controller).heard(nowNanos);
    }

    /** Another list is in force at a controller (I2, I3). */
    public void inForce(String controller, ListNumber revision) {
        story.accept("%s decides by list %s".formatted(controller, revision));
        lists.inForce(controller, revision);
    }

    /** The service says which list is in force at a controller (I3). */
    public void confirmed(String controller, ListNumber revision) {
        lists.confirmed(controller, revision);
    }

    /** A badge is held to the reader outside, where the service says this revision to be in force. */
    public void tapped(String door, long badge, ListNumber confirmed, long nowNanos) {
        doors.tapped(door, badge, confirmed, nowNanos);
    }

    /** The service was told of a badge that somebody held to a reader so that it would be learnt. */
    public void learnt(String door, long badge, long nowNanos) {
        doors.learnt(door, badge, nowNanos);
    }

    /** The service commands a release. */
    public void commanded(String command, String door, long nowNanos) {
        story.accept("%s is to be released by command %s".formatted(door, command));
        commands.issued(command, door, nowNanos);
    }

    /** Whoever carries it has made it a message to be kept: it must not be acted upon (I7). */
    public void spoilt(String command) {
        commands.spoilt(command);
    }

    /**
     * The strike was released (I1, I2, I3, I4, I7, I8, I13).
     *
     * @param boot of the run that released it, so many milliseconds after its beginning by its own clock
     * @param journal what the controller's journal ends with; empty when it cannot be read
     */
    public void released(
            String door, String boot, long uptimeMillis, long nowNanos, Optional<List<JournalRecord>> journal) {
        story.accept("%s is released".formatted(door));
        doors.released(door, nowNanos);
        log.released(door, boot, uptimeMillis, nowNanos, journal);
    }

    /** The strike is released, as it was before: that ends some time after the last reason for it (I1). */
    public void stillReleased(String door, long nowNanos) {
        doors.stillReleased(door, nowNanos);
    }

    /** A badge was held to the reader inside, and the reader shows that it was refused (I9). */
    public void exitRefused(String door) {
        objections.object("at door [%s] somebody was refused to leave", door);
    }

    /**
     * A controller that was well before and since has had time to decide about a badge that was held to a reader. It has
     * this revision in force, and whether it is connected plays no part (I8).
     */
    public void decided(String door, long badge, ListNumber inForce, long tappedNanos, boolean released) {
        if (!released && surely(door, badge, inForce, tappedNanos)) {
            objections.object("badge [%d] was refused at door [%s], where list [%s] lets it in", badge, door, inForce);
        }
    }

    /** Nothing fails, and everybody knows the newest revision: whoever may come in does, and nobody else (I2). */
    public void mustHaveOpened(String door, long badge, boolean opened, long nowNanos) {
        boolean may = rights.may(
                newest(), badge, door, nowNanos - Doors.CLOCK_WRONG_NANOS, nowNanos + Doors.CLOCK_WRONG_NANOS);
        if (!opened && surely(door, badge, newest(), nowNanos)) {
            objections.object("badge [%d] was refused at door [%s], though nothing fails", badge, door);
        }
        if (opened && !may) {
            objections.object("badge [%d] was let in at door [%s], though nothing fails", badge, door);
        }
    }

    private boolean surely(String door, long badge, ListNumber revision, long nowNanos) {
        return rights.must(revision, badge, door, nowNanos - Doors.CLOCK_WRONG_NANOS)
                && rights.must(revision, badge, door, nowNanos + Doors.CLOCK_WRONG_NANOS);
    }

    /** The next record of the log (I4, I5, I7, I12). */
    public void logged(String controller, JournalRecord one, Instant receivedAt) {
        log.next(controller, one, receivedAt);
    }

    /** How many records the log has as far as is known; it never has fewer again, but after a restore. */
    public long logged() {
        return log.length();
    }

    /** The log ends with this number (I5). */
    public void logEndsWith(long number) {
        if (number < log.length()) {
            objections.object("the log had [%d] records, and has [%d]", log.length(), number);
        }
    }

    /** The service tells a controller up to where it has a journal (I5). */
    public void acknowledged(String journal, long upTo) {
        log.acknowledged(journal, upTo);
    }

    /** How many the service counts: as many as the log has gone in and not out since, and not forgotten to (I11, I14). */
    public void present(long counted) {
        long present = log.stays().present();
        if (counted != present) {
            objections.object("[%d] are counted present, and by the log it is [%d]", counted, present);
        }
    }

    /** How many the service says to look for if there is a fire: whoever the night has checked out among them (I14). */
    public void evacuated(long counted, Instant now) {
        long most = log.stays().lookedFor(now.minusNanos(Doors.CLOCK_WRONG_NANOS));
        long least = log.stays().lookedFor(now.plusNanos(Doors.CLOCK_WRONG_NANOS));
        if (counted < least || counted > most) {
            objections.object("[%d] are looked for in a fire, and by the log it is [%d] to [%d]", counted, least, most);
        }
    }

    /** Everybody's stays as they were worked out record by record, and as they come of the whole log (I11). */
    public void rebuilt(List<String> before, List<String> after) {
        for (String stay : after) {
            if (!before.contains(stay)) {
                objections.object("by the log there is the stay [%s], and it was not known", stay);
            }
        }
        if (before.size() != after.size()) {
            objections.object("[%d] stays were known, and by the log there are [%d]", before.size(), after.size());
        }
    }

    /** Something is carried by the broker: nobody's name is in it (I6). */
    public void carried(String topic, byte[] payload, String partOfEveryName) {
        byte[] part = partOfEveryName.getBytes(UTF_8);
        for (int i = 0; i + part.length <= payload.length; i++) {
            if (Arrays.equals(payload, i, i + part.length, part, 0, part.length)) {
                objections.object("somebody's name is in a message on [%s]", topic);
                return;
            }
        }
    }

    /** Everything that was held back has been delivered (I4, I5), and the night is over if there was one (I14). */
    public void delivered(Instant now) {
        log.delivered();
        log.nightIsOver(now);
    }
}
