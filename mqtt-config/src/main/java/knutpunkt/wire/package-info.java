/**
 * The names both ends agree on: ids that cannot widen a topic, the table of channels, and the topics made from it. Knows
 * nothing of messages or brokers. Start at {@link knutpunkt.wire.Channel}.
 */
@NullMarked
package knutpunkt.wire;

import org.jspecify.annotations.NullMarked;
