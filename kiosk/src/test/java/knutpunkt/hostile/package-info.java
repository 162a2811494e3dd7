/**
 * A broker that has been taken over: between real processes and a real broker it drops, holds back, doubles, replays,
 * changes, keeps and forges what passes. Nothing opens by it, nothing is lost for ever, and the site's people are told.
 * Knows nothing of how either end works beyond its MQTT messages, its panel, its log and its pages. Start at
 * {@link knutpunkt.hostile.HostileBrokerContract}; {@link knutpunkt.hostile.Misdeed} has what it does.
 */
@NullMarked
package knutpunkt.hostile;

import org.jspecify.annotations.NullMarked;
