package knutpunkt.kiosk.people;

import java.util.List;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.words.Times;
import knutpunkt.kiosk.words.Words;
import knutpunkt.wire.PersonId;

/** What somebody may do in plain words, one sentence to a grant: for pages about people, which do not know grants. */
public interface MayDo {
    /** A person, by their own grants and by their group's. */
    List<String> mayDo(Transaction transaction, PersonId person, Words words, Times times);

    /** Everybody in a group. */
    List<String> mayDo(Transaction transaction, GroupId group, Words words, Times times);
}
