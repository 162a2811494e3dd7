/** The program with a mistake in it: sources changed, compiled again and loaded in the place of the real ones. */
@NullMarked
package knutpunkt.simulation.mutation;

import org.jspecify.annotations.NullMarked;
