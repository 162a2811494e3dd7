package knutpunkt.kiosk.presence;

import knutpunkt.kiosk.database.Database;

/** Partners and their people, as presence counts by them. */
final class People {
    private People() {}

    static void make(Database database) {
        database.write(t -> {
            t.update("CREATE TABLE IF NOT EXISTS partner (id TEXT PRIMARY KEY, name TEXT, visibility TEXT) STRICT");
            return t.update("CREATE TABLE IF NOT EXISTS person"
                    + " (id TEXT PRIMARY KEY, partner TEXT, name TEXT, visibility TEXT) STRICT");
        });
    }

    static void partner(Database database, String id, String name) {
        database.write(t -> t.update("INSERT INTO partner (id, name, visibility) VALUES (?, ?, 'NORMAL')", id, name));
    }

    static void person(Database database, String id, String partner, String visibility) {
        database.write(t -> t.update(
                "INSERT INTO person (id, partner, name, visibility) VALUES (?, ?, ?, ?)", id, partner, id, visibility));
    }
}
