/** Folders that tests and benches clear away themselves. */
@NullMarked
package knutpunkt.files;

import org.jspecify.annotations.NullMarked;
