/**
 * Who may enter where and when, and why not: the access list and what it means. Pure: no clock, no disk, no network, no
 * logging, so that the door, the service and the explanation of a refusal run the very same code. Start at
 * {@link knutpunkt.access.Decision#decide}.
 */
@NullMarked
package knutpunkt.access;

import org.jspecify.annotations.NullMarked;
