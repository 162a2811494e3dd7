/**
 * The AsyncAPI document of what travels over MQTT, made from the table of channels and the message records, so that nothing
 * is written twice. Start at {@link knutpunkt.wire.asyncapi.AsyncApiDocument}.
 */
@NullMarked
package knutpunkt.wire.asyncapi;

import org.jspecify.annotations.NullMarked;
