/** What the journal's and the access list's files have in common below their tables. */
@NullMarked
package knutpunkt.controller.sqlite;

import org.jspecify.annotations.NullMarked;
