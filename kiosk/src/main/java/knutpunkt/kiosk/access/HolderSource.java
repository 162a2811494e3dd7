package knutpunkt.kiosk.access;

import java.util.Collection;
import java.util.List;
import knutpunkt.access.AccessItem;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.wire.PersonId;

/**
 * What the access list holds of people, made from all that they may do. Whoever changes that (who is in a group, which
 * doors are in a door group, until when a person is valid) asks for the holders afterwards, in the same transaction, and
 * puts them with {@link AccessChanges#change}. Each refuses, as a {@code Problem}, a person who would be more than a list
 * can hold.
 */
public interface HolderSource {
    /** Of these people, each once; who is not at the site has none. */
    List<AccessItem.Holder> of(Transaction transaction, Collection<PersonId> people);

    /** Of everybody in a group. */
    List<AccessItem.Holder> ofGroup(Transaction transaction, GroupId group);

    /** Of everybody with a grant for a group of doors, by themselves or by their group. */
    List<AccessItem.Holder> ofDoorGroup(Transaction transaction, DoorGroupId group);
}
