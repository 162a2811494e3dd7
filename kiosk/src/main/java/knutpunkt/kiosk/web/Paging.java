package knutpunkt.kiosk.web;

import io.helidon.common.parameters.Parameters;
import io.helidon.webserver.http.ServerRequest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which part of a list is asked for: {@code ?after=ID&limit=N}. Lists are in the order of their ids, so that a reader who
 * goes on sees each thing once whatever is added meanwhile.
 *
 * @param after the last id the reader has; empty at the start, which is before any id
 * @param limit 1 to {@link #LIMIT_MAX}
 */
public record Paging(String after, int limit) {
    public static final int LIMIT_MAX = 500;

    private static final int LIMIT_DEFAULT = 100;

    /** Reads the query, which may hold these filters besides and nothing else. */
    public static Paging of(ServerRequest request, String... filters) {
        Parameters query = request.query();
        var known = new HashSet<>(Arrays.asList(filters));
        known.add("after");
        known.add("limit");
        requireOnly(query, known);
        String after = query.first("after").orElse("");
        int limit = query.first("limit").map(Paging::limit).orElse(LIMIT_DEFAULT);
        return new Paging(after, limit);
    }

    /** Refuses a query with a parameter that is unknown or there twice. */
    public static void requireOnly(Parameters query, Set<String> known) {
        for (String name : query.names()) {
            if (!known.contains(name)) {
                throw Problem.badRequest(Printable.cut(name), "is not a parameter of this path");
            }
            if (query.all(name).size() > 1) {
                throw Problem.badRequest(name, "must be given once");
            }
        }
    }

    /** One more than asked for: whether there is more is then known without counting. */
    public int rows() {
        return limit + 1;
    }

    /** The answer's object: the rows under their name and, when there are more, the id to go on after. */
    public <T> Map<String, Object> answer(String name, List<T> rows, Function<T, String> id) {
        Map<String, Object> answer = new LinkedHashMap<>();
        boolean more = rows.size() > limit;
        List<T> page = more ? rows.subList(0, limit) : rows;
        answer.put(name, page);
        if (more) {
            answer.put("next", id.apply(page.getLast()));
        }
        return answer;
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LIMIT_MAX) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Falls through to the rule.
        }
        throw Problem.badRequest("limit", "must be a whole number from 1 to " + LIMIT_MAX);
    }
}
