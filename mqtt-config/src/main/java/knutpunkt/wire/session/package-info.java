/**
 * The MQTT session both ends use, and the signed exchange of messages over it. A session connects for ever, bounds what
 * is in flight and hands over what arrives; a courier lets through only what its sender signed and may send. The only
 * package that knows Paho. Start at {@link knutpunkt.wire.session.Courier}.
 */
@NullMarked
package knutpunkt.wire.session;

import org.jspecify.annotations.NullMarked;
