/**
 * The words of all screens, one file of messages to a language. Knows nothing of what is said where. Start at
 * {@link knutpunkt.kiosk.words.Languages}.
 */
@NullMarked
package knutpunkt.kiosk.words;

import org.jspecify.annotations.NullMarked;
