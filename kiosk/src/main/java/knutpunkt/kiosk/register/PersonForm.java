package knutpunkt.kiosk.register;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Printable;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.PersonId;

/**
 * What a page sends about a person, or a row of an import says: one set of rules for both.
 *
 * @param name empty leaves the one that is there
 */
public record PersonForm(
        Optional<String> name,
        Optional<String> alias,
        Visibility visibility,
        Optional<GroupId> group,
        Instant validUntil) {
    public static final String NAME = "name";
    public static final String ALIAS = "alias";
    public static final String VISIBILITY = "visibility";
    public static final String GROUP = "group";
    public static final String UNTIL = "until";

    /** The longest that somebody is vouched for at a time. */
    public static final int MONTHS_MAX = 12;

    private static final String NAME_RULE = "must be 1 to " + People.NAME_MAX + " visible characters";

    /**
     * Reads a form; the last day is one of the site's zone, and counts.
     *
     * @param visibility where the form leaves it to the partner
     */
    static PersonForm of(Form form, Visibility visibility, Instant now, ZoneId zone) {
        return new PersonForm(
                name(form, NAME),
                name(form, ALIAS),
                visibility(form, visibility),
                form.optionalValue(GROUP, "must be a group", GroupId::new),
                until(form, now, zone));
    }

    /** The name or the alias, as it is kept. */
    public static Optional<String> name(Form form, String field) {
        return form.optionalValue(field, NAME_RULE, text -> Printable.name(text, People.NAME_MAX));
    }

    /** How visible, or as visible as the partner chose. */
    public static Visibility visibility(Form form, Visibility chosen) {
        return form.optionalValue(VISIBILITY, Visibility.RULE, Visibility::parse)
                .orElse(chosen);
    }

    /** The first moment after the last day, which is one of the site's zone and neither over nor far away. */
    public static Instant until(Form form, Instant now, ZoneId zone) {
        LocalDate last = form.day(UNTIL);
        LocalDate today = LocalDate.ofInstant(now, zone);
        if (last.isBefore(today) || last.isAfter(today.plusMonths(MONTHS_MAX))) {
            throw Problem.badRequest(UNTIL, "must be a day from today to " + MONTHS_MAX + " months from now");
        }
        return last.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** A new person as this form wants it. */
    public Person fresh(PersonId id, PartnerId partner) {
        return person(id, partner, name, alias);
    }

    /** A person changed as this form wants it. */
    Person applied(Person before) {
        return person(
                before.id(),
                before.partner(),
                name.isPresent() ? name : before.name(),
                alias.isPresent() ? alias : before.alias());
    }

    private Person person(PersonId id, PartnerId partner, Optional<String> named, Optional<String> called) {
        boolean enough = switch (visibility) {
            case NORMAL -> named.isPresent();
            case ALIAS -> called.isPresent();
            case HIDDEN -> named.isPresent() || called.isPresent();
        };
        if (!enough) {
            throw Problem.badRequest(visibility == Visibility.ALIAS ? ALIAS : NAME, "is needed for this visibility");
        }
        return new Person(id, partner, named, called, visibility, group, Optional.of(validUntil));
    }

    /** Without names. */
    @Override
    public String toString() {
        return "PersonForm[" + visibility + "]";
    }
}
