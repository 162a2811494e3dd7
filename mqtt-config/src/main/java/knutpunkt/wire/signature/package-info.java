/**
 * Who said it, exactly what, on which topic and at which site: detached signatures of messages, sealed boxes for what
 * only the service may read, and the keys of both. The only package that knows JOSE; knows nothing of MQTT. Start at
 * {@link knutpunkt.wire.signature.Verifier}.
 */
@NullMarked
package knutpunkt.wire.signature;

import org.jspecify.annotations.NullMarked;
