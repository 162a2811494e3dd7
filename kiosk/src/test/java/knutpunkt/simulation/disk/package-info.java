/**
 * A disk in memory that can be full, slow or deceitful, and whose power can be cut between any two operations. The real
 * SQLite and the real {@code java.nio.file} code run on it unchanged: {@link knutpunkt.simulation.disk.SqliteVfs} is what
 * SQLite sees of it, {@link knutpunkt.simulation.disk.DiskProvider} what Java sees. Knows nothing of what is kept on it.
 * Start at {@link knutpunkt.simulation.disk.SimulatedDisk}.
 */
@NullMarked
package knutpunkt.simulation.disk;

import org.jspecify.annotations.NullMarked;
