package knutpunkt.kiosk.imports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.wire.PersonId;

/** The tables of imports: who came with which. */
final class Imports {
    private Imports() {}

    static void add(Transaction transaction, Import one, List<Person> people) {
        transaction.update(
                "INSERT INTO import (id, account, partner, made_at, added, last_record) VALUES (?, ?, ?, ?, ?, ?)",
                one.id().text(),
                one.account(),
                one.partner().map(PartnerId::text),
                one.madeAt(),
                one.added(),
                one.lastRecord());
        people.forEach(person -> transaction.update(
                "INSERT INTO import_person (import, person) VALUES (?, ?)",
                one.id().text(),
                person.id().text()));
    }

    static Optional<Import> find(Transaction transaction, ImportId id) {
        return transaction.one("SELECT * FROM import WHERE id = ?", Imports::read, id.text());
    }

    /** The newest first; of one partner's admins when it is given. */
    static List<Import> newest(Transaction transaction, Optional<PartnerId> partner, int rows) {
        return partner.isPresent()
                ? transaction.list(
                        "SELECT * FROM import WHERE partner = ? ORDER BY made_at DESC, id LIMIT ?",
                        Imports::read,
                        partner.get().text(),
                        rows)
                : transaction.list("SELECT * FROM import ORDER BY made_at DESC, id LIMIT ?", Imports::read, rows);
    }

    /** Who came with it and is there, in the order of their ids. */
    static List<Person> people(Transaction transaction, ImportId id) {
        return transaction
                .list(
                        "SELECT person FROM import_person WHERE import = ? ORDER BY person",
                        row -> new PersonId(row.text("person")),
                        id.text())
                .stream()
                .map(person -> People.find(transaction, person).orElseThrow())
                .toList();
    }

    static void setUndone(Transaction transaction, ImportId id, Instant at) {
        transaction.update("UPDATE import SET undone_at = ? WHERE id = ?", at, id.text());
    }

    /** The newest record of the log, 0 for none. */
    static long lastRecord(Transaction transaction) {
        return transaction
                .one("SELECT coalesce(max(id), 0) AS last FROM record", row -> row.number("last"))
                .orElseThrow();
    }

    /** What has come to be about somebody since the import, so that they cannot be taken away as if never there. */
    static Optional<Kept> kept(Transaction transaction, Import since, PersonId person) {
        String id = person.text();
        if (transaction.exists("SELECT 1 FROM badge WHERE person = ? LIMIT 1", id)) {
            return Optional.of(Kept.BADGE);
        }
        if (transaction.exists("SELECT 1 FROM access_grant WHERE person = ? LIMIT 1", id)) {
            return Optional.of(Kept.GRANT);
        }
        boolean isInLog = transaction.exists("SELECT 1 FROM movement WHERE person = ? LIMIT 1", id)
                || transaction.exists(
                        "SELECT 1 FROM record WHERE id > ? AND instr(body, ?) > 0 LIMIT 1",
                        since.lastRecord(),
                        '"' + id + '"');
        return isInLog ? Optional.of(Kept.EVENT) : Optional.empty();
    }

    private static Import read(Row row) {
        return new Import(
                new ImportId(row.text("id")),
                row.text("account"),
                row.findText("partner").map(PartnerId::new),
                row.time("made_at"),
                row.number("added"),
                row.number("last_record"),
                row.findTime("undone_at"));
    }
}
