package knutpunkt.kiosk.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.mail.Letter;
import knutpunkt.kiosk.web.Form;

/** Where accounts are written to: chosen by the owner or by whoever has the account, and noted without the address. */
public final class AccountMail {
    static final String FIELD = "mail";

    private AccountMail() {}

    static Optional<String> find(Transaction transaction, AccountId id) {
        return transaction
                .one("SELECT mail FROM account WHERE id = ?", row -> row.findText("mail"), id.text())
                .flatMap(mail -> mail);
    }

    /** An address, or none when the field is empty. */
    static Optional<String> read(Form form) {
        return form.optionalValue(FIELD, Letter.ADDRESS_RULE, Letter::address);
    }

    static void set(Transaction transaction, Audit audit, By by, AccountId id, Optional<String> mail) {
        Optional<String> before = find(transaction, id);
        transaction.update("UPDATE account SET mail = ? WHERE id = ?", mail, id.text());
        audit.changed(transaction, by, Deed.ACCOUNT_CHANGED, id.text(), Optional.empty(), noted(before), noted(mail));
    }

    private static Map<String, String> noted(Optional<String> mail) {
        return Map.of(FIELD, mail.isPresent() ? "set" : "");
    }

    /** The addresses of a partner's admins who can sign in, by account. */
    public static Map<AccountId, String> ofAdmins(Transaction transaction, PartnerId partner) {
        var addresses = new LinkedHashMap<AccountId, String>();
        transaction
                .list(
                        "SELECT id, mail FROM account WHERE partner = ? AND closed = 0 AND mail IS NOT NULL ORDER BY id",
                        row -> Map.entry(new AccountId(row.text("id")), row.text("mail")),
                        partner.text())
                .forEach(one -> addresses.put(one.getKey(), one.getValue()));
        return addresses;
    }
}
