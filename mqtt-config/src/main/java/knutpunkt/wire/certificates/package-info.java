/**
 * The site's own authority for MQTT, and the folders of keys it makes: one for the service, one for each controller.
 * What is missing, readable by others or does not belong together stops the start with one sentence. The only package
 * that makes certificates. Start at {@link knutpunkt.wire.certificates.SiteKeys} and
 * {@link knutpunkt.wire.certificates.ControllerKeys}.
 */
@NullMarked
package knutpunkt.wire.certificates;

import org.jspecify.annotations.NullMarked;
