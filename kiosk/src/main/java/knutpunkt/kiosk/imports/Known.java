package knutpunkt.kiosk.imports;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.people.Group;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.people.People;

/**
 * What a row is held against: the partners of whoever imports, with their groups and the names their people are called by.
 * Names that are not shown are not among them: a warning must not tell that somebody is there who is named nowhere.
 */
record Known(List<Partner> partners, List<Group> groups, Set<People.Named> names) {
    Known {
        partners = List.copyOf(partners);
        groups = List.copyOf(groups);
        names = Set.copyOf(names);
    }

    /** @param own the one partner of whoever imports; empty when they may import for all */
    static Known read(Transaction transaction, Optional<PartnerId> own) {
        List<Partner> partners =
                own.isPresent() ? Partners.find(transaction, own.get()).stream().toList() : Partners.all(transaction);
        return new Known(partners, Groups.list(transaction, own), People.shownNames(transaction, own));
    }

    Optional<Partner> partnerCalled(String name) {
        String wanted = People.folded(name);
        return partners.stream()
                .filter(one -> People.folded(one.name()).equals(wanted))
                .findFirst();
    }

    Optional<Partner> partner(PartnerId id) {
        return partners.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    Optional<Group> group(PartnerId partner, String name) {
        String wanted = People.folded(name);
        return groups.stream()
                .filter(one -> one.partner().equals(partner)
                        && People.folded(one.name()).equals(wanted))
                .findFirst();
    }

    @Override
    public String toString() {
        return "Known[" + partners.size() + " partners]";
    }
}
