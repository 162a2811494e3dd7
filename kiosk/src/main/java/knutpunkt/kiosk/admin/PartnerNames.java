package knutpunkt.kiosk.admin;

import java.util.Map;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;

/** What partners are called, for pages about accounts: accounts know partners by their ids. */
public interface PartnerNames {
    /** In the order to show them. */
    Map<PartnerId, String> all(Transaction transaction);

    /** Those that have not left: whose admin somebody can be. */
    Map<PartnerId, String> here(Transaction transaction);
}
