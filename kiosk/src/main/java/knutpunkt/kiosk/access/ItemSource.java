package knutpunkt.kiosk.access;

import java.util.List;
import knutpunkt.access.AccessItem;
import knutpunkt.kiosk.database.Transaction;

/** A feature that has a share in the access list. All sources together give the whole list, made from the tables. */
@FunctionalInterface
public interface ItemSource {
    List<? extends AccessItem> items(Transaction transaction);
}
