/**
 * Why somebody was refused, and whether they could enter at another time: the very decision that doors make, asked again
 * of the list as it is and as it was. Knows everything that a decision is made of, and is known by nobody. Start at
 * {@link knutpunkt.kiosk.explain.Questions}.
 */
@NullMarked
package knutpunkt.kiosk.explain;

import org.jspecify.annotations.NullMarked;
