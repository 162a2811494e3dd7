package knutpunkt.wire.message;

import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a word an enum does not have as its {@code UNKNOWN}, so that a newer controller does not stop an older service.
 * An enum without one has no unknown words: they are refused.
 */
final class UnknownWords extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public @Nullable Enum<?> findDefaultEnumValue(AnnotatedClass type, Enum<?>[] values) {
        return Arrays.stream(values)
                .filter(value -> value.name().equals("UNKNOWN"))
                .findFirst()
                .orElse(null);
    }
}
