/**
 * The controller's conversation with the service: ships the journal, keeps the access list current, answers for being
 * alive, takes commands. Everything here runs on threads of its own and may fail or wait for ever without a door noticing
 * (invariant I8). It knows neither MQTT nor metal. Start at {@link knutpunkt.controller.link.Link}.
 */
@NullMarked
package knutpunkt.controller.link;

import org.jspecify.annotations.NullMarked;
