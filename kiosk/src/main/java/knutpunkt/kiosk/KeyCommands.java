package knutpunkt.kiosk;

import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.keys.HeldKeys;
import knutpunkt.settings.BadStart;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.certificates.KeyKind;
import knutpunkt.wire.certificates.KeyStage;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.signature.SigningKeys;

/**
 * What is done about keys by commands, while the service runs or not. A change that is begun here goes on in the running
 * service as soon as every controller is ready for it.
 */
record KeyCommands(SiteKeys keys, Database database, InstantSource clock, PrintStream out) {
    /** What a restart must follow where the broker is one that reads files. */
    private static final String BROKER =
            "a broker of its own, such as Mosquitto, must be started anew: the unit that broker-config writes sees to it";

    /** For a controller that was enrolled before it was kept which certificates that was. */
    private static final String UNKNOWN = "which certificates it has is not known here: change the authority as well,"
            + " or a broker of its own, such as Mosquitto, goes on letting it in";

    /** Takes everything back that a controller was given. */
    void revoke(ControllerId controller) {
        require(controller);
        boolean known = keys.knowsCertificatesOf(controller);
        boolean there = keys.revoke(controller);
        database.write(transaction -> {
            HeldKeys.forget(transaction, controller);
            note(transaction, Deed.CONTROLLER_REVOKED, controller.text());
            return 0;
        });
        out.println(
                there
                        ? "controller [" + controller + "] is revoked: nothing it says counts any more; "
                                + (known ? BROKER : UNKNOWN)
                        : "controller [" + controller + "] had no keys that count");
    }

    /** Begins to change the site's authority or the service's signing key. */
    void change(KeyKind kind) {
        if (keys.stage(kind) != KeyStage.STEADY) {
            throw new BadStart(
                    "the [" + kind.word() + "] is being changed already: see what the command keys says of it");
        }
        keys.offer(kind);
        database.write(transaction -> {
            note(transaction, Deed.KEYS_CHANGED, kind.word());
            return 0;
        });
        out.println(
                "the next [" + kind.word() + "] is made: it is used once every controller has learnt of it, and the one"
                        + " before ends when nobody needs it; " + (kind == KeyKind.AUTHORITY ? BROKER + "; " : "")
                        + "copy the folder of keys again now, and when the command keys says that the change is over");
    }

    /** Has a controller make a new key to sign by, and a new certificate. */
    void change(ControllerId controller) {
        require(controller);
        if (!keys.isEnrolled(controller.text())) {
            throw new BadStart("controller [" + controller + "] is revoked: enrol it again");
        }
        boolean asked = database.write(transaction -> {
            boolean known = HeldKeys.change(transaction, controller);
            if (known) {
                note(transaction, Deed.KEYS_CHANGED, controller.text());
            }
            return known;
        });
        if (!asked) {
            throw new BadStart("controller [" + controller
                    + "] has never said which keys it has: wait until it was connected once, or enrol it again");
        }
        out.println("controller [" + controller + "] is asked to change its keys as soon as it is heard from; copy the"
                + " folder of keys again when the command keys shows another key");
    }

    private void require(ControllerId controller) {
        if (!database.read(transaction -> Plan.isEnrolled(transaction, controller))) {
            throw new BadStart("--id [" + controller + "] is no controller of this site");
        }
    }

    private void note(Transaction transaction, Deed deed, String subject) {
        new Audit(clock)
                .changed(transaction, By.CONSOLE, deed, subject, Optional.empty(), Audit.NOTHING, Audit.NOTHING);
    }

    /** Tells of all keys, and how far each change has come. */
    void show() {
        out.println("authority " + keys.authority() + " " + keys.stage(KeyKind.AUTHORITY));
        out.println(
                "signing key " + SigningKeys.fingerprint(keys.signingPublicKey()) + " " + keys.stage(KeyKind.SIGNING));
        Map<ControllerId, HeldKeys> held = new HashMap<>();
        database.read(HeldKeys::all).forEach(each -> held.put(each.controller(), each));
        for (ControllerId controller : database.read(Plan::controllers)) {
            out.println(
                    "controller [" + controller + "] " + told(controller, Optional.ofNullable(held.get(controller))));
        }
    }

    private String told(ControllerId controller, Optional<HeldKeys> held) {
        if (!keys.isEnrolled(controller.text())) {
            return "is revoked";
        }
        return held.map(this::told).orElse("has not said yet which keys it has");
    }

    private String told(HeldKeys held) {
        Instant now = clock.instant();
        boolean knows = held.trust().equals(keys.trust().digest());
        boolean current = held.authority().equals(Optional.of(keys.authority()));
        return "signs by " + held.signer()
                + ", certificate " + (current ? "" : "of another authority ")
                + (held.endsAt().isBefore(now) ? "ended " : "ends ") + held.endsAt()
                + (knows ? "" : ", has yet to learn whom to believe") + ", as it said " + held.saidAt();
    }
}
