package knutpunkt.kiosk.example;

import java.util.List;
import knutpunkt.kiosk.partners.Visibility;

/** Somebody of the example site. The names are invented; the panel shows only partner and number. */
record ExamplePerson(String partner, String name, Visibility visibility, Rights rights) {
    /** What they may do. */
    enum Rights {
        /** Both doors at any hour. */
        ALL_HOURS,
        /** The square's door, evenings on weekdays and all weekend. */
        EVENINGS,
        /** The square's door, in office hours. */
        OFFICE_HOURS,
        /** Had both doors until last month. */
        ENDED,
        /** Has both doors, with a badge that is blocked. */
        BLOCKED_BADGE
    }

    static final String SOCIAL_SERVICES = "Socialförvaltningen";
    static final String POLICE = "Polisen";
    static final String GUARDS = "Ordningsvakterna";
    static final String SHOP = "Pressbyrån Torget";
    static final String ASSOCIATION = "Nattvandrarna";

    static final List<String> PARTNERS = List.of(SOCIAL_SERVICES, POLICE, GUARDS, SHOP, ASSOCIATION);

    static final List<ExamplePerson> ALL = List.of(
            social("Amina Lindqvist"),
            social("Erik Sandahl"),
            social("Fatima Rehn"),
            social("Johan Brevik"),
            social("Mirjam Oskarsson"),
            social("Tove Hallander"),
            new ExamplePerson(SOCIAL_SERVICES, "Nils Ekmark", Visibility.HIDDEN, Rights.ALL_HOURS),
            police("Område 11"),
            police("Område 12"),
            police("Område 13"),
            police("Område 14"),
            police("Område 15"),
            police("Område 16"),
            guard("Samir Holm", Rights.EVENINGS),
            guard("Linnea Strid", Rights.EVENINGS),
            guard("Pavel Nordin", Rights.EVENINGS),
            guard("Jasmin Wiklund", Rights.ENDED),
            guard("Oskar Fält", Rights.BLOCKED_BADGE),
            new ExamplePerson(SHOP, "Birgitta Alm", Visibility.NORMAL, Rights.OFFICE_HOURS),
            new ExamplePerson(SHOP, "Daniel Kroon", Visibility.NORMAL, Rights.OFFICE_HOURS),
            new ExamplePerson(SHOP, "Yasmin Torell", Visibility.NORMAL, Rights.ALL_HOURS),
            association("Gunvor Sjö"),
            association("Hassan Melin"),
            association("Ingela Brandt"),
            association("Viktor Aspe"));

    private static ExamplePerson social(String name) {
        return new ExamplePerson(SOCIAL_SERVICES, name, Visibility.NORMAL, Rights.ALL_HOURS);
    }

    private static ExamplePerson police(String alias) {
        return new ExamplePerson(POLICE, alias, Visibility.ALIAS, Rights.ALL_HOURS);
    }

    private static ExamplePerson guard(String name, Rights rights) {
        return new ExamplePerson(GUARDS, name, Visibility.NORMAL, rights);
    }

    private static ExamplePerson association(String name) {
        return new ExamplePerson(ASSOCIATION, name, Visibility.NORMAL, Rights.EVENINGS);
    }
}
