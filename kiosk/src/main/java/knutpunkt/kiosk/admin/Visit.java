package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.web.Asked;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.kiosk.words.Times;
import knutpunkt.kiosk.words.Words;

/** One request of somebody who is signed in and may do this. */
public final class Visit {
    static final String FORM_TOKEN = "token";

    private final ServerRequest request;
    private final Actor actor;
    private final Secret session;
    private final Words words;
    private final Times times;
    private final Form form;
    private final Optional<Problem> mistake;

    Visit(
            ServerRequest request,
            Actor actor,
            Secret session,
            Words words,
            Times times,
            Form form,
            Optional<Problem> mistake) {
        this.request = requireNonNull(request, "request");
        this.actor = requireNonNull(actor, "actor");
        this.session = requireNonNull(session, "session");
        this.words = requireNonNull(words, "words");
        this.times = requireNonNull(times, "times");
        this.form = requireNonNull(form, "form");
        this.mistake = requireNonNull(mistake, "mistake");
    }

    /** The same visit, whose form was refused: its page is shown again with what was typed. */
    Visit refused(Problem problem) {
        return new Visit(request, actor, session, words, times, form, Optional.of(problem));
    }

    /** The same visit, with what was sent. */
    Visit sending(Form sent) {
        return new Visit(request, actor, session, words, times, sent, mistake);
    }

    String formToken() {
        return form.typed(FORM_TOKEN);
    }

    public Actor actor() {
        return actor;
    }

    /** Who, for the audit. */
    public By by() {
        return actor.by();
    }

    public Words words() {
        return words;
    }

    public Times times() {
        return times;
    }

    Secret session() {
        return session;
    }

    Optional<Problem> mistake() {
        return mistake;
    }

    /** The path that was asked for. */
    public String path() {
        return request.path().absolute().path();
    }

    /** The {@code {id}} of the path; a text that no id can be names nothing. */
    public <T> T id(String rule, Function<String, T> read) {
        return Asked.id(request, rule, read);
    }

    /** A parameter of the query, without space around it; empty when it is not there. */
    public String query(String parameter) {
        return request.query().first(parameter).orElse("").strip();
    }

    /** A parameter of the query that its own type reads; an unreadable one narrows nothing. */
    public <T> Optional<T> query(String parameter, Function<String, T> read) {
        String text = query(parameter);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(read.apply(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** What was sent, with these fields at most. */
    public Form form(String... fields) {
        var known = new TreeSet<>(Set.of(fields));
        known.add(FORM_TOKEN);
        form.requireOnly(known);
        return form;
    }

    /** Whether the form was refused for this field. */
    public boolean isRefusedFor(String field) {
        return mistake.flatMap(Problem::field).filter(field::equals).isPresent();
    }

    /** What a field of the page shows: what was typed if the form was refused, else what is there. */
    public String shown(String field, String there) {
        return mistake.isPresent() ? form.typed(field) : there;
    }

    /** As {@link #shown}, for a field that has several values. */
    public List<String> shown(String field, List<String> there) {
        return mistake.isPresent() ? form.all(field) : there;
    }

    /** As {@link #shown}, for a box that is ticked or not. */
    public boolean shown(String field, boolean there) {
        return mistake.isPresent() ? form.isTicked(field) : there;
    }
}
