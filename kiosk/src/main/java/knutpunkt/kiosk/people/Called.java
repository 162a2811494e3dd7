package knutpunkt.kiosk.people;

import java.text.Collator;
import java.util.Comparator;
import knutpunkt.kiosk.words.Words;

/**
 * What admin pages call a person: the name that is shown of them. One who is named nowhere is told from others by the end
 * of the opaque id; the name itself is behind a page of its own, where reading it is noted.
 */
public final class Called {
    private static final int END = 4;

    private Called() {}

    public static String of(Person person, Words words) {
        String id = person.id().text();
        return person.shownName()
                .orElseGet(() -> words.say("person.hidden-one", "end", id.substring(Math.max(0, id.length() - END))));
    }

    /** By what people are called, as the language orders names. */
    public static Comparator<Person> order(Words words) {
        Collator collator = Collator.getInstance(words.locale());
        return Comparator.comparing((Person person) -> of(person, words), collator)
                .thenComparing(person -> person.id().text());
    }
}
