/** Holds what travels over MQTT against the AsyncAPI document. */
@NullMarked
package knutpunkt.asyncapi;

import org.jspecify.annotations.NullMarked;
