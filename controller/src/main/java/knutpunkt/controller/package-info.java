/**
 * One Raspberry Pi: the composition root of the process that owns doors.
 */
@NullMarked
package knutpunkt.controller;

import org.jspecify.annotations.NullMarked;
