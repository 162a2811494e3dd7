package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.kiosk.words.Times;
import knutpunkt.kiosk.words.Words;

/**
 * What every page has around it.
 *
 * @param languages to choose from
 * @param actor empty before sign-in
 * @param path of this page, for the menu and for what comes back here
 * @param formToken goes into every form
 * @param done what was just done, as the key of its words
 * @param mistake why the form was refused
 */
public record Frame(
        Words words,
        List<Words> languages,
        Times times,
        Optional<Actor> actor,
        String title,
        String path,
        String formToken,
        Optional<String> done,
        Optional<Problem> mistake) {
    public Frame {
        requireNonNull(words, "words");
        languages = List.copyOf(languages);
        requireNonNull(times, "times");
        requireNonNull(actor, "actor");
        requireNonNull(title, "title");
        requireNonNull(path, "path");
        requireNonNull(formToken, "formToken");
        requireNonNull(done, "done");
        requireNonNull(mistake, "mistake");
    }

    /** The same frame, as if its form had been refused for a field: so the page of components shows that state too. */
    public Frame mistaken(String field) {
        return new Frame(
                words,
                languages,
                times,
                actor,
                title,
                path,
                formToken,
                done,
                Optional.of(Problem.badRequest(field, "must be shown")));
    }

    public List<Menu> menu() {
        return actor.map(Menu::of).orElse(List.of());
    }

    public String say(String key) {
        return words.say(key);
    }

    public String say(String key, Object... namesAndValues) {
        return words.say(key, namesAndValues);
    }

    public boolean may(Act act) {
        return actor.filter(one -> one.may(act)).isPresent();
    }

    /** The sentence that says why the form was refused: about the field where there is one, else about the kind. */
    public String mistakeText() {
        Problem problem = mistake.orElseThrow();
        String kind = problem.kind().word();
        return problem.field()
                .flatMap(field -> words.find("mistake." + field + "." + kind))
                .or(() -> words.find("mistake." + kind))
                .orElseGet(() -> words.say("mistake.any"));
    }

    /** Whether this field is the one that was refused. */
    public boolean isMistaken(String field) {
        return mistake.flatMap(Problem::field).filter(field::equals).isPresent();
    }
}
