/**
 * The service's one database: opening it, bringing its tables up to date, and running work against it. Knows nothing of
 * what the tables mean; every feature package keeps its own SQL. The only package that imports {@code java.sql}. Start at
 * {@link knutpunkt.kiosk.database.Database}.
 */
@NullMarked
package knutpunkt.kiosk.database;

import org.jspecify.annotations.NullMarked;
