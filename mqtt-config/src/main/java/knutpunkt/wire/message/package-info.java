/**
 * One record per message, and the JSON they travel as. Unknown fields are ignored and unknown words become
 * {@code UNKNOWN}; anything else out of shape is refused by name. Start at {@link knutpunkt.wire.message.Message}.
 */
@NullMarked
package knutpunkt.wire.message;

import org.jspecify.annotations.NullMarked;
