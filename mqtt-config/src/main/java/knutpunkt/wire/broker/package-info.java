/**
 * Who may publish and subscribe to what at the broker, made from the channels' table, and the configuration of Debian's
 * Mosquitto made from that. Knows no broker's library. Start at {@link knutpunkt.wire.broker.AccessRules}.
 */
@NullMarked
package knutpunkt.wire.broker;

import org.jspecify.annotations.NullMarked;
