/**
 * What a journal record is: a header that stays, a body that can be forgotten, and a hash that proves both. Both ends
 * compute the same chain from it. Start at {@link knutpunkt.wire.record.JournalRecord}.
 */
@NullMarked
package knutpunkt.wire.record;

import org.jspecify.annotations.NullMarked;
