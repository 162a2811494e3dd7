package knutpunkt.kiosk;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.keys.HeldKeys;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.settings.BadStart;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.certificates.SiteKeys;

/**
 * Makes a controller and its doors part of the site, or gives one that is part of it new keys and further doors. The
 * service may be running: it sees both at once.
 *
 * @param name what people call the controller
 * @param doors those it owns; one that it has already keeps its name
 */
record Enrolment(ControllerId id, String name, List<Door> doors) {
    private static final int NAME_MAX = 64;

    Enrolment {
        if (id.equals(SiteJournal.SELF)) {
            throw new BadStart("controller id [" + id + "] is the service's own name: choose another");
        }
        doors = List.copyOf(doors);
        if (doors.isEmpty()) {
            throw new BadStart("controller [" + id + "] has nothing to do: give it a --door or a --check-in");
        }
        var seen = new HashSet<DoorId>();
        for (Door door : doors) {
            if (!seen.add(door.id())) {
                throw new BadStart(
                        "door or check-in point [" + door.id() + "] stands there twice: each has an id of its own");
            }
        }
    }

    /**
     * A door, or a check-in point, and what people call it.
     *
     * @param opens false for a check-in point, for which grants are given as for a door
     */
    record Door(DoorId id, String name, boolean opens) {
        static Door parse(String text) {
            return parse(text, true);
        }

        static Door parseCheckIn(String text) {
            return parse(text, false);
        }

        private static Door parse(String text, boolean opens) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("[" + text + "] must be ID=NAME");
            }
            return new Door(new DoorId(text.substring(0, equals)), Enrolment.name(text.substring(equals + 1)), opens);
        }
    }

    static String name(String text) {
        String name = text.strip();
        if (name.isEmpty() || name.length() > NAME_MAX) {
            throw new IllegalArgumentException("[" + text + "] must be a name of 1 to " + NAME_MAX + " characters");
        }
        return name;
    }

    /**
     * Writes the rows and the controller's keys, both or neither.
     *
     * @param out a folder for the controller's keys, to be carried to it
     * @throws BadStart when a door is another controller's, or id or folder are the site's own
     * @throws knutpunkt.wire.certificates.KeysUnusable when the keys cannot be written there
     */
    void perform(Database database, SiteKeys keys, Path out) {
        database.write(transaction -> {
            if (!Plan.isEnrolled(transaction, id)) {
                Plan.addController(transaction, id, name);
            }
            doors.forEach(door -> add(transaction, door));
            // What it had before counts no longer: a change of keys waits until it has said what it has now.
            HeldKeys.forget(transaction, id);
            enrol(keys, out);
            return id;
        });
    }

    private void enrol(SiteKeys keys, Path out) {
        try {
            keys.enrol(id, out);
        } catch (IllegalArgumentException e) {
            throw new BadStart(String.valueOf(e.getMessage()), e);
        }
    }

    private void add(Transaction transaction, Door door) {
        Optional<ControllerId> owner = Plan.owner(transaction, door.id());
        if (owner.isEmpty() && door.opens()) {
            Plan.addDoorWithPoints(transaction, door.id(), id, door.name());
        } else if (owner.isEmpty()) {
            Plan.addCheckIn(transaction, door.id(), id, door.name());
        } else if (!owner.get().equals(id)) {
            throw new BadStart(
                    "--door [" + door.id() + "] belongs to controller [" + owner.get() + "]: choose another id");
        }
    }
}
