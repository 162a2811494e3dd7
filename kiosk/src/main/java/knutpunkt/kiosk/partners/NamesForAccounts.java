package knutpunkt.kiosk.partners;

import java.util.Map;
import knutpunkt.kiosk.admin.PartnerNames;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;

/** What pages about accounts call partners. */
public final class NamesForAccounts implements PartnerNames {
    @Override
    public Map<PartnerId, String> all(Transaction transaction) {
        return Partners.names(transaction);
    }

    @Override
    public Map<PartnerId, String> here(Transaction transaction) {
        return Partners.hereByName(transaction);
    }
}
