/**
 * Many people at once, from the rows of a spreadsheet: first what would happen, row by row, with nothing written; then all
 * of them or none; and within a day, back again. What a row may say is what {@link knutpunkt.kiosk.register.PersonForm} may.
 * Start at {@link knutpunkt.kiosk.imports.ImportPages}; the rule is {@link knutpunkt.kiosk.imports.Planning}, and pure.
 */
@NullMarked
package knutpunkt.kiosk.imports;

import org.jspecify.annotations.NullMarked;
