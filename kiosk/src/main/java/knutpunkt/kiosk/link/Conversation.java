package knutpunkt.kiosk.link;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.doors.Liveness;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.AccessHeld;
import knutpunkt.wire.message.AccessRecall;
import knutpunkt.wire.message.AccessReceipt;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.AccessWant;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.message.KeysUpdate;
import knutpunkt.wire.message.KeysWant;
import knutpunkt.wire.message.LeaseRenewal;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.NotDelivered;
import knutpunkt.wire.session.Rejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said to one controller, and why. Used within one loop; {@link #commands} and {@link #refused} by any thread. */
final class Conversation {
    /** One heartbeat may have been overtaken by a receipt; two in a row that say less are true. */
    private static final int LESSER_HEARTBEATS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final ControllerId controller;
    private final Database database;
    private final ChangeSource changes;
    private final Confirmations confirmations;
    private final Liveness liveness;
    private final InstantSource clock;
    private final Route route;
    private final Freshness freshness;
    private final ListDelivery list;
    private final Commands commands;
    private final Continuity continuity;
    private final HealthAlarms health;
    private final RejectionAlarms rejections;
    private final Recovery recovery;
    private final KeyTalk keys;
    private Optional<Connected> greeted = Optional.empty();
    private Optional<Challenge> corrected = Optional.empty();
    private int lesserHeartbeats;

    private record Connected(BootId boot, long connection) {}

    Conversation(ControllerId controller, SiteLink.Parts parts, Route route) {
        this.controller = controller;
        this.database = parts.database();
        this.changes = parts.changes();
        this.confirmations = parts.confirmations();
        this.liveness = parts.liveness();
        this.clock = parts.clock();
        this.recovery = parts.recovery();
        this.route = route;
        this.freshness = new Freshness(parts.random(), parts.nanoClock());
        this.list = new ListDelivery(controller, parts, route);
        this.commands = new Commands(controller, parts);
        this.continuity = new Continuity(controller, parts.database(), this::answer, this::lacking);
        this.keys = new KeyTalk(controller, parts, freshness, message -> {
            boolean _ = send(message);
        });
        this.health = new HealthAlarms(controller, parts.database(), parts.clock(), parts.nanoClock());
        this.rejections = new RejectionAlarms(controller, parts.database(), parts.clock(), parts.nanoClock());
    }

    Commands commands() {
        return commands;
    }

    /** A message in this controller's name was not let through. */
    void refused(Channel channel, Rejection reason, boolean retained) {
        rejections.refused(channel, reason, retained);
    }

    void perform(Inbox.Task task) {
        switch (task) {
            case Inbox.Task.Handle(Message message, int way) -> handle(message, way);
            case Inbox.Task.Part _ -> list.unasked();
            case Inbox.Task.Push _ -> push();
            case Inbox.Task.Acknowledge(EventAck ack) -> answer(ack);
            case Inbox.Task.Send(Command command) -> send(command);
            case Inbox.Task.Tick _ -> {
                freshness.tick();
                list.tick();
                commands.tick();
                rejections.tick();
            }
        }
    }

    private void handle(Message message, int way) {
        switch (message) {
            case ControllerState.Online birth -> born(birth, way);
            case ControllerState.Offline will -> gone(will, way);
            case Heartbeat heartbeat -> heard(heartbeat, way);
            case AccessWant want -> list.wanted(want);
            case AccessReceipt receipt -> confirmed(receipt);
            case AccessHeld held -> list.handedOver(held);
            case CommandResult result -> commands.ended(result);
            case KeysWant want -> keys.said(want, commands.fresh());
            case EventBatch _, EventAck _, LeaseRenewal _, AccessUpdate _, AccessRecall _, Command _, KeysUpdate _ ->
                throw new IllegalStateException("[" + message.channel() + "] does not come here");
        }
    }

    private void born(ControllerState.Online birth, int way) {
        if (!liveness.born(controller, birth)) {
            return;
        }
        isHere(way);
        list.runs(birth.boot());
        commands.challenged(birth.challenge());
        var connected = Optional.of(new Connected(birth.boot(), birth.connection()));
        if (!greeted.equals(connected)) {
            greeted = connected;
            freshness.answered();
            continuity.born(birth.head());
        }
    }

    /** What was sent to it by another way may be lost: it asks anew, which the next lease brings it to. */
    private void isHere(int way) {
        if (route.heardOver(way)) {
            LOG.info("controller [{}] is at broker {} now", controller, way + 1);
            list.unasked();
        }
    }

    /** Whoever has gone asks anew when it is back: until then nothing is sent to nobody. */
    private void gone(ControllerState.Offline will, int way) {
        if (liveness.gone(controller, will)) {
            list.unasked();
        } else if (liveness.isOnline(controller) && route.isAt(way)) {
            correct();
        }
    }

    /**
     * An older connection's will came after the birth of the one that lives, and the broker keeps it now: whoever hears of no
     * list says its birth again. Once for each heartbeat at most, however often the will is sent again.
     */
    private void correct() {
        Optional<Challenge> fresh = commands.fresh().filter(now -> !corrected.equals(Optional.of(now)));
        fresh.ifPresent(challenge -> {
            corrected = fresh;
            renewal(challenge, Revision.NONE);
        });
    }

    /**
     * Answered all the same, or it could never show that it lives: but it does not count as life, and its challenge is worth
     * nothing to commands.
     */
    private void doubted(Heartbeat heartbeat, Freshness.Verdict verdict) {
        if (verdict == Freshness.Verdict.LATE) {
            health.late();
        }
        if (list.isAsked()) {
            return;
        }
        if (proved().equals(Optional.of(heartbeat.revision()))) {
            lease(heartbeat.challenge());
        } else {
            renewal(heartbeat.challenge(), Revision.NONE);
        }
    }

    private void heard(Heartbeat heartbeat, int way) {
        Freshness.Verdict verdict = freshness.of(heartbeat);
        if (!verdict.counts() && liveness.isNew(controller, heartbeat)) {
            doubted(heartbeat, verdict);
            return;
        }
        if (!liveness.heard(controller, heartbeat)) {
            if (liveness.isUnborn(controller, heartbeat)) {
                // Its birth was lost, or an older run's will came after it: whoever hears of no list says both again.
                renewal(heartbeat.challenge(), Revision.NONE);
            }
            return;
        }
        if (verdict == Freshness.Verdict.NEW) {
            freshness.answered();
        }
        isHere(way);
        list.runs(heartbeat.boot());
        commands.challenged(heartbeat.challenge());
        continuity.beats(heartbeat.journalPending());
        health.heard(heartbeat);
        keys.heard(heartbeat.challenge());
        rejections.heard(heartbeat);
        Optional<Revision> proved = proved();
        doubt(heartbeat.revision(), proved);
        boolean newest = list.beats(heartbeat.revision());
        boolean same = newest && (list.isAsked() || proved.equals(Optional.of(heartbeat.revision())));
        if (same || (!newest && !list.isAsked())) {
            lease(heartbeat.challenge());
        } else if (!list.isAsked()) {
            renewal(heartbeat.challenge(), Revision.NONE);
        }
    }

    /**
     * Says which revision is current. Whoever has that one has its lease renewed; whoever has another one asks for it, and
     * so gives us the nonce without which we could send it nothing. To one that seems to have the current one and has not
     * proved it, or whose list is not known here, none is said to be: it asks, which proves it.
     */
    private void lease(Challenge challenge) {
        Revision current = list.isStrange() ? Revision.NONE : changes.current().revision();
        renewal(challenge, current);
    }

    private void renewal(Challenge challenge, Revision revision) {
        send(new LeaseRenewal(challenge, revision, now(), Optional.of(freshness.next())));
    }

    /** After a restore that was told of it is to be expected, and nobody must look. */
    private void lacking(String detail) {
        if (recovery.explains(controller)) {
            LOG.info("controller [{}]: {}: it sends it again", controller, detail);
            return;
        }
        LOG.error("controller [{}]: {}: is the database an older copy?", controller, detail);
        database.write(transaction -> Alarms.raise(
                transaction,
                Alarms.Kind.RECORDS_LACKING,
                controller,
                "",
                detail + ": it sends them again. If the database is an older copy, stop the service and run the command"
                        + " restore",
                now()));
    }

    private void push() {
        if (list.isAsked()) {
            list.changed();
            return;
        }
        commands.fresh().ifPresent(this::lease);
    }

    private Optional<Revision> proved() {
        return database.read(
                transaction -> Confirmations.of(transaction, controller).map(Confirmations.Confirmed::revision));
    }

    /** A receipt can be sent again by somebody; a heartbeat of this very run, newer than the last, cannot. */
    private void doubt(Revision revision, Optional<Revision> proved) {
        boolean lesser = proved.filter(confirmed -> confirmed.isAfter(revision)).isPresent();
        lesserHeartbeats = lesser ? lesserHeartbeats + 1 : 0;
        if (lesserHeartbeats >= LESSER_HEARTBEATS) {
            lesserHeartbeats = 0;
            LOG.warn("controller [{}] has revision [{}], less than it confirmed", controller, revision);
            database.write(transaction -> {
                Confirmations.forget(transaction, controller);
                return 0;
            });
        }
    }

    private void confirmed(AccessReceipt receipt) {
        list.confirms(receipt.revision(), receipt.digest());
        database.write(transaction ->
                confirmations.confirmed(transaction, controller, receipt.revision(), receipt.digest(), now()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Asks for records over a challenge, so that nobody can ask for them in our name later. */
    private void answer(EventAck ack) {
        send(
                switch (ack) {
                    case EventAck.Committed committed -> committed;
                    case EventAck.SendFrom request ->
                        new EventAck.SendFrom(request.journal(), request.from(), commands.fresh());
                });
    }

    private void send(Command command) {
        if (!send((Message) command)) {
            commands.lost(command.id());
        }
    }

    /** What cannot be delivered now is not kept: the controller says again what it waits for. */
    private boolean send(Message message) {
        try {
            route.send(controller, message);
            return true;
        } catch (NotDelivered e) {
            LOG.info("[{}] for controller [{}] was not delivered: {}", message.channel(), controller, e.reason());
            return false;
        }
    }
}
