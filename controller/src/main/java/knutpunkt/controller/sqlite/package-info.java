/** What the journal's and the access list's files have in common below their tables. It knows neither of them. */
@NullMarked
package knutpunkt.controller.sqlite;

import org.jspecify.annotations.NullMarked;
