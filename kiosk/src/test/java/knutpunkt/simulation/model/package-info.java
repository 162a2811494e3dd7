/**
 * What must hold of a site, said a second time: who may open what, what a log must be, who is present. Nothing of the
 * program is used but the form of its records, so a mistake of the program's is not repeated here. Is told what happens,
 * and objects. Start at {@link knutpunkt.simulation.model.Model}.
 */
@NullMarked
package knutpunkt.simulation.model;

import org.jspecify.annotations.NullMarked;
