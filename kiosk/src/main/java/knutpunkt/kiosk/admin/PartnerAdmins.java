package knutpunkt.kiosk.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.kiosk.ids.PartnerId;

/** What features may ask about accounts and do to those of one partner. */
public final class PartnerAdmins {
    private static final List<Deed> HANDED_OUT = List.of(Deed.ACCOUNT_INVITED, Deed.ACCOUNT_CHANGED);

    private PartnerAdmins() {}

    /** How many accounts of a partner's admins are not closed. */
    public static int count(Transaction transaction, PartnerId partner) {
        return Accounts.open(transaction, partner).size();
    }

    /** Closes them all: whoever is signed in with one is out of every open page at once. */
    public static void closeAll(Transaction transaction, Audit audit, By by, PartnerId partner) {
        for (Account account : Accounts.open(transaction, partner)) {
            Accounts.close(transaction, account.id());
            audit.changed(
                    transaction,
                    by,
                    Deed.ACCOUNT_CLOSED,
                    account.id().text(),
                    Optional.empty(),
                    Map.of("closed", "false"),
                    Map.of("closed", "true"));
        }
    }

    /** Whether there is an owner besides this one who can sign in. */
    public static boolean hasAnotherOwner(Transaction transaction, AccountId besides) {
        return Accounts.hasAnotherOwner(transaction, besides);
    }

    /** Whether somebody has given out or changed an account since a moment: then it may be their own by another name. */
    public static boolean wasHandedOut(Transaction transaction, AccountId account, AccountId by, Instant since) {
        return Audit.hasDone(transaction, By.account(by), HANDED_OUT, account.text(), since);
    }

    /** What an account is called; empty for one that is not there. */
    public static Optional<String> login(Transaction transaction, AccountId account) {
        return Accounts.find(transaction, account).map(Account::login);
    }
}
