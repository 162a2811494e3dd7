/**
 * Proves a file of exported log without the service, its database or any private key. It shares no code with those who
 * wrote the file, and no library: only what every JDK has, so that a stranger can read all of it in one sitting. What is
 * in such a file is told in {@code docs/handbook/exported-log.md}. Start at {@link knutpunkt.verify.LogFile}.
 */
@NullMarked
package knutpunkt.verify;

import org.jspecify.annotations.NullMarked;
