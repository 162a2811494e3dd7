package knutpunkt.kiosk.register;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Problem;

/**
 * What administrators have searched for, each under an opaque id: people search by names, and a name is in no address, where
 * proxies and browsers would keep it. Kept in memory only; the oldest make room. Safe for use by several threads.
 */
public final class Searches {
    /** How many are kept: some days' worth at a large site. */
    static final int KEPT_MAX = 2_000;

    private static final int WORDS_MAX = 100;

    private final Map<String, Search> kept = new LinkedHashMap<>();
    private final OpaqueIds ids;

    public Searches(OpaqueIds ids) {
        this.ids = requireNonNull(ids, "ids");
    }

    private record Search(AccountId whose, String words) {
        /** Without the words: a name may be among them. */
        @Override
        public String toString() {
            return "Search[" + whose + "]";
        }
    }

    /**
     * Keeps what somebody searches for, and answers the id that stands for it; an empty one for nothing.
     *
     * @throws Problem if it is longer than any name
     */
    synchronized String keep(AccountId whose, Form form) {
        String words = form.typed(PeoplePages.QUERY).strip();
        if (words.length() > WORDS_MAX) {
            throw Problem.badRequest(PeoplePages.QUERY, "must be at most " + WORDS_MAX + " characters");
        }
        if (words.isEmpty()) {
            return "";
        }
        if (kept.size() == KEPT_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
        String id = ids.fresh('q');
        kept.put(id, new Search(whose, words));
        return id;
    }

    /** The words; empty, as for everybody, for an id that is somebody else's or is kept no longer. */
    synchronized String words(AccountId whose, String id) {
        Search search = kept.get(id);
        return search == null || !search.whose().equals(whose) ? "" : search.words();
    }
}
