package knutpunkt.kiosk.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import knutpunkt.access.ClockTrust;
import knutpunkt.kiosk.log.Records.Logged;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.WireJson;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Header;

/**
 * A record as the API shows it.
 *
 * @param id its number in the site's log, and the cursor that goes on after it
 * @param at the door's time, a lower bound unless the clock is trusted
 * @param person opaque: no name is in the log
 * @param readable false where the record cannot be read or was forgotten; it has no details then
 * @param details what the record's body says, in the wire's own words
 */
record EventForm(
        String id,
        ControllerId controller,
        JournalId journal,
        long sequence,
        String kind,
        Instant at,
        Instant receivedAt,
        ClockTrust clock,
        boolean readable,
        Optional<DoorId> door,
        Optional<PersonId> person,
        Optional<JsonNode> details) {

    static EventForm of(Logged logged) {
        Header header = logged.journalRecord().header();
        return new EventForm(
                Long.toString(logged.number()),
                logged.controller(),
                header.journal(),
                header.sequence(),
                header.kind(),
                header.at(),
                logged.receivedAt(),
                header.clock(),
                logged.event().isPresent(),
                logged.event().flatMap(Concern::door),
                logged.event().flatMap(Concern::person),
                logged.event().map(event -> details(logged)));
    }

    private static JsonNode details(Logged logged) {
        if (!(logged.journalRecord().content() instanceof Content.Kept kept)) {
            throw new IllegalStateException("a record that was read has a body: [" + logged.number() + "]");
        }
        try {
            return WireJson.mapper().readTree(kept.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a body that was read once can be read: [" + logged.number() + "]", e);
        }
    }
}
