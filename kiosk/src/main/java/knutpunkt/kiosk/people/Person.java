package knutpunkt.kiosk.people;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.wire.PersonId;

/**
 * Somebody a partner vouches for.
 *
 * @param name needed to be {@link Visibility#NORMAL}; otherwise only that person's own partner admin ever sees it
 * @param alias needed to be {@link Visibility#ALIAS}; the only name that is shown then
 * @param group what the person does at the site; empty for none
 * @param validUntil the first moment none of the person's grants holds; empty for no end
 */
public record Person(
        PersonId id,
        PartnerId partner,
        Optional<String> name,
        Optional<String> alias,
        Visibility visibility,
        Optional<GroupId> group,
        Optional<Instant> validUntil) {
    public Person {
        requireNonNull(id, "id");
        requireNonNull(partner, "partner");
        requireNonNull(name, "name");
        requireNonNull(alias, "alias");
        requireNonNull(visibility, "visibility");
        requireNonNull(group, "group");
        requireNonNull(validUntil, "validUntil");
        boolean named = switch (visibility) {
            case NORMAL -> name.isPresent();
            case ALIAS -> alias.isPresent();
            case HIDDEN -> name.isPresent() || alias.isPresent();
        };
        if (!named) {
            throw new IllegalArgumentException(
                    "person [" + id + "] has nothing to be called by as [" + visibility + "]");
        }
    }

    /** Somebody without group or end, known by the one name that this visibility shows. */
    public static Person called(PersonId id, PartnerId partner, String name, Visibility visibility) {
        boolean isAlias = visibility == Visibility.ALIAS;
        return new Person(
                id,
                partner,
                isAlias ? Optional.empty() : Optional.of(name),
                isAlias ? Optional.of(name) : Optional.empty(),
                visibility,
                Optional.empty(),
                Optional.empty());
    }

    /** The same person, as visible as that. */
    public Person withVisibility(Visibility now) {
        return new Person(id, partner, name, alias, now, group, validUntil);
    }

    /** Whether the person's time here is over. */
    public boolean hasEnded(Instant now) {
        return validUntil.filter(until -> !now.isBefore(until)).isPresent();
    }

    /** What the person is called wherever people are named; empty for one who is named nowhere. */
    public Optional<String> shownName() {
        return switch (visibility) {
            case NORMAL -> name;
            case ALIAS -> alias;
            case HIDDEN -> Optional.empty();
        };
    }

    /** What the wall calls the person, where the partner allows it: the first name and an initial, or the alias. */
    public Optional<String> shortName() {
        return visibility == Visibility.NORMAL ? name.map(Person::shortened) : shownName();
    }

    private static String shortened(String name) {
        int firstEnd = name.indexOf(' ');
        if (firstEnd < 0) {
            return name;
        }
        String last = name.substring(name.lastIndexOf(' ') + 1);
        return name.substring(0, firstEnd) + " " + last.substring(0, last.offsetByCodePoints(0, 1)) + ".";
    }

    /** Without any name: a person is put into messages and logs by mistake sooner or later. */
    @Override
    public String toString() {
        return "Person[" + id + "]";
    }
}
