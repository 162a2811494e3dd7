package knutpunkt.kiosk.access;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import knutpunkt.access.Revision;

/**
 * What a change left behind, and the revision it got: {@code GET /changes/{id}} tells which doors have it. In JSON the
 * thing's own fields, with {@code change} among them.
 */
public record Changed<T>(@JsonUnwrapped T thing, Revision change) {}
