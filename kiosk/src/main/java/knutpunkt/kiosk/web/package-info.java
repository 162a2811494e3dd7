/**
 * What every HTTP answer of the service has in common: the bearer token, the check of the Host header, security headers,
 * strict JSON in, problem+json for whatever is refused, and the OpenAPI document. It owns no business rule and knows no
 * feature; the features' routes use it. Start at {@link knutpunkt.kiosk.web.Front} and
 * {@link knutpunkt.kiosk.web.Problem}.
 */
@NullMarked
package knutpunkt.kiosk.web;

import org.jspecify.annotations.NullMarked;
