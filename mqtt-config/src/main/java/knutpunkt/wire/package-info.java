/**
 * The names both ends agree on: sites, controllers, doors, points, and every topic under them.
 */
@NullMarked
package knutpunkt.wire;

import org.jspecify.annotations.NullMarked;
