/**
 * An example site for a table: five partners, some people, two doors. It is put into an empty database once, by the same
 * calls that an administrator's changes go through, and is ordinary data from then on. Start at
 * {@link knutpunkt.kiosk.example.ExampleSite}.
 */
@NullMarked
package knutpunkt.kiosk.example;

import org.jspecify.annotations.NullMarked;
