/**
 * A browser panel for doors that are simulated or on mock pins: tap a badge, push the door, press the exit button, cut the
 * power. Loopback only. It moves the parts as a hand would and knows nothing of a door's rules, the journal or the
 * network. Start at {@link knutpunkt.controller.panel.Panel}.
 */
@NullMarked
package knutpunkt.controller.panel;

import org.jspecify.annotations.NullMarked;
