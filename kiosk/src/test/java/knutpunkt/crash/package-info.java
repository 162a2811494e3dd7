/**
 * Power cuts: a file system that forgets what was not synced, real processes on it, and a checker of its own of what they
 * must not have lost. Killing a process alone loses nothing that was written, so it is not called a power cut here. Knows
 * nothing of how the service works out presence or a door decides: it reads what was kept and compares. Start at
 * {@link knutpunkt.crash.LossyMount}; {@link knutpunkt.crash.PowerCutIT} cuts a whole site.
 */
@NullMarked
package knutpunkt.crash;

import org.jspecify.annotations.NullMarked;
