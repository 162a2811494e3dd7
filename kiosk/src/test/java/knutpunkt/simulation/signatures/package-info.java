/** Signatures that cost little, for simulations only: {@link knutpunkt.simulation.signatures.QuickSignatures}. */
@NullMarked
package knutpunkt.simulation.signatures;

import org.jspecify.annotations.NullMarked;
