package knutpunkt.controller.door;

import knutpunkt.access.BadgeToken;
import knutpunkt.wire.PersonId;

/**
 * A grant that the strike is released for.
 *
 * @param sequence of its record
 * @param settled its passage, or that there was none, is recorded already
 */
record Pending(long sequence, PersonId person, BadgeToken token, boolean settled) {}
