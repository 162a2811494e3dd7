/**
 * The broker inside the service's process, for sites that run none of their own: MQTT 5 over mutual TLS, where every
 * client may do exactly what the access rules say. The only package that knows Apache Artemis and Netty; it knows
 * nothing of messages. Start at {@link knutpunkt.kiosk.broker.EmbeddedBroker}.
 */
@NullMarked
package knutpunkt.kiosk.broker;

import org.jspecify.annotations.NullMarked;
