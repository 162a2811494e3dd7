package knutpunkt.kiosk.people;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.PartnerPeople;
import knutpunkt.kiosk.partners.Visibility;

/** Makes all of a partner's people less visible at once, each change in the audit. */
public final class Tightening implements PartnerPeople {
    private static final String VISIBILITY = "visibility";

    private final Audit audit;

    public Tightening(Audit audit) {
        this.audit = requireNonNull(audit, "audit");
    }

    @Override
    public Map<Visibility, Long> counts(Transaction transaction, PartnerId partner) {
        return transaction
                .list(
                        "SELECT visibility, count(*) AS people FROM person WHERE partner = ? GROUP BY visibility",
                        row -> Map.entry(Visibility.valueOf(row.text("visibility")), row.number("people")),
                        partner.text())
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public Map<PartnerId, Long> sizes(Transaction transaction) {
        return transaction
                .list(
                        "SELECT partner, count(*) AS people FROM person GROUP BY partner",
                        row -> Map.entry(new PartnerId(row.text("partner")), row.number("people")))
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public int tighten(Transaction transaction, By by, PartnerId partner, Visibility most) {
        List<Person> all = People.of(transaction, partner);
        int changed = 0;
        for (Person person : all) {
            Visibility now = tightened(person, most);
            if (now != person.visibility()) {
                People.change(transaction, person.withVisibility(now));
                audit.changed(
                        transaction,
                        by,
                        Deed.PERSON_CHANGED,
                        person.id().text(),
                        Optional.of(partner),
                        Map.of(VISIBILITY, person.visibility().word()),
                        Map.of(VISIBILITY, now.word()));
                changed++;
            }
        }
        return changed;
    }

    /** Visibilities go from the most to the least visible. */
    static Visibility tightened(Person person, Visibility most) {
        if (person.visibility().compareTo(most) >= 0) {
            return person.visibility();
        }
        return most == Visibility.ALIAS && person.alias().isEmpty() ? Visibility.HIDDEN : most;
    }
}
