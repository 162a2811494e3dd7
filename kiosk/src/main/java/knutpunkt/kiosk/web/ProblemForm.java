package knutpunkt.kiosk.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import knutpunkt.wire.message.WireJson;

/**
 * A problem as JSON.
 *
 * @param field what broke the rule, where it is a field of the body, the query or the path
 * @param rule the rule alone; {@code detail} is the sentence that holds both
 * @param incident with an internal failure only: what to look for in the service's log
 */
record ProblemForm(
        String type,
        String title,
        int status,
        String detail,
        Optional<String> field,
        String rule,
        Optional<String> incident) {
    static final String MEDIA_TYPE = "application/problem+json";

    static ProblemForm of(Problem problem) {
        Problem.Kind kind = problem.kind();
        String detail =
                problem.field().map(field -> field + " " + problem.rule()).orElseGet(problem::rule);
        return new ProblemForm(
                kind.type(), kind.title(), kind.status(), detail, problem.field(), problem.rule(), Optional.empty());
    }

    static ProblemForm internal(String incident) {
        Problem.Kind kind = Problem.Kind.INTERNAL;
        String rule = "the service failed; its log has the reason";
        return new ProblemForm(
                kind.type(), kind.title(), kind.status(), rule, Optional.empty(), rule, Optional.of(incident));
    }

    byte[] json() {
        try {
            return WireJson.mapper().writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem always has a JSON form", e);
        }
    }
}
