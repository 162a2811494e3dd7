/**
 * The controller's own record of all that happened at its doors: append-only, hash-chained, durable before anything is
 * done about it, and kept until the service has it and for a week more. It may not know what the records mean. Start at
 * {@link knutpunkt.controller.journal.Journal}.
 */
@NullMarked
package knutpunkt.controller.journal;

import org.jspecify.annotations.NullMarked;
