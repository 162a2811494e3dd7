package knutpunkt.kiosk.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.kiosk.ids.PartnerId;

/** The accounts' table, and that of the links by which a password is chosen. */
final class Accounts {
    static final String RULE = "must be an account of this site";

    /** How many accounts one site may have. */
    static final int ACCOUNTS_MAX = 500;

    private Accounts() {}

    static void add(Transaction transaction, Account account, Instant now) {
        transaction.update(
                "INSERT INTO account (id, login, role, partner, made_at) VALUES (?, ?, ?, ?, ?)",
                account.id().text(),
                account.login(),
                account.role(),
                account.partner().map(PartnerId::text),
                now);
    }

    static Optional<Account> find(Transaction transaction, AccountId id) {
        return transaction.one("SELECT * FROM account WHERE id = ?", Accounts::read, id.text());
    }

    static Optional<Account> byLogin(Transaction transaction, String login) {
        return transaction.one("SELECT * FROM account WHERE login = ?", Accounts::read, login);
    }

    /** Everybody, by login. */
    static List<Account> all(Transaction transaction) {
        return transaction.list("SELECT * FROM account ORDER BY login LIMIT ?", Accounts::read, ACCOUNTS_MAX);
    }

    static boolean isFull(Transaction transaction) {
        return transaction.exists("SELECT 1 FROM account LIMIT 1 OFFSET ?", ACCOUNTS_MAX - 1);
    }

    /** Whether somebody who decides over accounts can sign in, this account aside. */
    static boolean hasAnotherOwner(Transaction transaction, AccountId besides) {
        return transaction.exists(
                "SELECT 1 FROM account WHERE role = ? AND closed = 0 AND password IS NOT NULL AND id <> ?",
                Role.OWNER,
                besides.text());
    }

    static boolean hasOwner(Transaction transaction) {
        return transaction.exists(
                "SELECT 1 FROM account WHERE role = ? AND closed = 0 AND password IS NOT NULL", Role.OWNER);
    }

    static void setRole(Transaction transaction, AccountId id, Role role, Optional<PartnerId> partner) {
        transaction.update(
                "UPDATE account SET role = ?, partner = ? WHERE id = ?", role, partner.map(PartnerId::text), id.text());
    }

    static void setClosed(Transaction transaction, AccountId id, boolean closed) {
        transaction.update("UPDATE account SET closed = ? WHERE id = ?", closed, id.text());
    }

    /** Nobody signs in with it any more, and whoever is signed in with it is out. */
    static void close(Transaction transaction, AccountId id) {
        setClosed(transaction, id, true);
        uninvite(transaction, id);
        Sessions.endAll(transaction, id);
    }

    /** Those of a partner's admins that are not closed. */
    static List<Account> open(Transaction transaction, PartnerId partner) {
        return transaction.list(
                "SELECT * FROM account WHERE partner = ? AND closed = 0 ORDER BY login",
                Accounts::read,
                partner.text());
    }

    static void setPassword(Transaction transaction, AccountId id, String login, String hash) {
        transaction.update("UPDATE account SET login = ?, password = ? WHERE id = ?", login, hash, id.text());
    }

    static void setTotp(Transaction transaction, AccountId id, Optional<String> secret, long step) {
        transaction.update("UPDATE account SET totp_secret = ?, totp_step = ? WHERE id = ?", secret, step, id.text());
    }

    /** From now on this link, and no earlier one, lets its holder choose the account's password. */
    static void invite(Transaction transaction, AccountId id, Secret link, Instant until) {
        uninvite(transaction, id);
        transaction.update(
                "INSERT INTO invitation (token_hash, account, until) VALUES (?, ?, ?)", link.hash(), id.text(), until);
    }

    static void uninvite(Transaction transaction, AccountId id) {
        transaction.update("DELETE FROM invitation WHERE account = ?", id.text());
    }

    static boolean isInvited(Transaction transaction, AccountId id, Instant now) {
        return transaction.exists("SELECT 1 FROM invitation WHERE account = ? AND until > ?", id.text(), now);
    }

    /** Whose password a link lets choose; empty for one that is used, too old, or none of ours. */
    static Optional<Account> invited(Transaction transaction, Secret link, Instant now) {
        return transaction.one("""
                SELECT account.* FROM invitation JOIN account ON account.id = invitation.account
                WHERE token_hash = ? AND until > ? AND closed = 0""", Accounts::read, link.hash(), now);
    }

    static Account read(Row row) {
        return new Account(
                new AccountId(row.text("id")),
                row.text("login"),
                Role.valueOf(row.text("role")),
                row.findText("partner").map(PartnerId::new),
                row.findText("password"),
                row.findText("totp_secret"),
                row.findNumber("totp_step").orElse(0L),
                row.flag("closed"));
    }
}
