package knutpunkt.kiosk.partners;

import java.util.Map;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;

/** What a partner's page asks about its people, and does to all of them: partners know nobody. */
public interface PartnerPeople {
    /** How many of them have each visibility. */
    Map<Visibility, Long> counts(Transaction transaction, PartnerId partner);

    /** How many people each partner has; who has none is left out. */
    Map<PartnerId, Long> sizes(Transaction transaction);

    /**
     * Makes everybody of a partner no more visible than this: the strictest wins, so nobody is shown more than before.
     * Whoever would be shown by an alias and has none is hidden until somebody gives them one.
     *
     * @return for how many that changed something
     */
    int tighten(Transaction transaction, By by, PartnerId partner, Visibility most);
}
