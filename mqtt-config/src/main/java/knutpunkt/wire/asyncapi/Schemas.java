package knutpunkt.wire.asyncapi;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.Converter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import knutpunkt.wire.message.WireJson;

/**
 * JSON Schemas of the types that travel, from what the one mapper knows of them: their properties, names of variants,
 * converters and texts. A type has one schema, under its name; others refer to it. Used by one thread.
 */
final class Schemas {
    static final String PLACE = "#/components/schemas/";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String UNKNOWN = "UNKNOWN";

    private final SerializationConfig config = WireJson.mapper().getSerializationConfig();
    private final Map<String, ObjectNode> named = new TreeMap<>();

    /** A reference to the schema of a type, which is made with all it refers to. */
    ObjectNode refer(Class<?> type) {
        return of(config.constructType(type));
    }

    /** The one schema of a type that was referred to. */
    ObjectNode schema(Class<?> type) {
        return Optional.ofNullable(named.get(name(type)))
                .orElseThrow(() -> new IllegalStateException("nothing has referred to [" + type + "]"));
    }

    /** Every schema there is by now, in the order of their names. */
    ObjectNode all() {
        ObjectNode all = JSON.objectNode();
        named.forEach(all::set);
        return all;
    }

    /** What a type's values are, where it says so itself: the variants of one do not say it again. */
    static Optional<String> description(Class<?> type) {
        return Optional.ofNullable(type.getAnnotation(JsonClassDescription.class))
                .map(JsonClassDescription::value);
    }

    private ObjectNode of(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (type.isReferenceType()) {
            return of(type.getReferencedType()); // what is absent is left out, and never null
        }
        if (type.isMapLikeType()) {
            ObjectNode map = typed("object");
            map.set("propertyNames", of(type.getKeyType()));
            map.set("additionalProperties", of(type.getContentType()));
            return map;
        }
        if (type.isCollectionLikeType()) {
            ObjectNode array = typed("array");
            array.set("items", of(type.getContentType()));
            return Set.class.isAssignableFrom(raw) ? array.put("uniqueItems", true) : array;
        }
        return simple(raw).orElseGet(() -> reference(type));
    }

    private static Optional<ObjectNode> simple(Class<?> type) {
        if (type == String.class) {
            return Optional.of(typed("string"));
        }
        if (type == boolean.class) {
            return Optional.of(typed("boolean"));
        }
        if (type == int.class) {
            return Optional.of(typed("integer").put("format", "int32"));
        }
        if (type == long.class) {
            return Optional.of(typed("integer").put("format", "int64"));
        }
        if (type == Instant.class) {
            return Optional.of(typed("string").put("format", "date-time"));
        }
        if (type == LocalDate.class) {
            return Optional.of(typed("string").put("format", "date"));
        }
        if (type == ZoneId.class) {
            return Optional.of(typed("string").put("description", "A time zone's name, such as Europe/Stockholm."));
        }
        return Optional.empty();
    }

    private ObjectNode reference(JavaType type) {
        String name = name(type.getRawClass());
        if (!named.containsKey(name)) {
            named.put(name, JSON.objectNode()); // known before it is made: types may hold themselves
            named.put(name, make(type));
        }
        return JSON.objectNode().put("$ref", PLACE + name);
    }

    private ObjectNode make(JavaType type) {
        Optional<Pattern> text = WireJson.textOf(type.getRawClass());
        if (text.isPresent()) {
            return typed("string").put("pattern", "^(?:" + text.get().pattern() + ")$");
        }
        if (type.isEnumType()) {
            return words(type.getRawClass());
        }
        BeanDescription description = config.introspect(type);
        Converter<Object, Object> converter = description.findSerializationConverter();
        if (converter != null) {
            return make(converter.getOutputType(config.getTypeFactory()));
        }
        JsonSubTypes variants = description.getClassAnnotations().get(JsonSubTypes.class);
        JsonTypeInfo told = description.getClassAnnotations().get(JsonTypeInfo.class);
        ObjectNode made = type.isInterface() && variants != null && told != null
                ? oneOf(told.property(), variants)
                : object(description);
        description(type.getRawClass()).ifPresent(words -> made.put("description", words));
        return made;
    }

    private ObjectNode oneOf(String property, JsonSubTypes variants) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode each = schema.putArray("oneOf");
        for (JsonSubTypes.Type variant : variants.value()) {
            each.add(reference(config.constructType(variant.value())));
            ObjectNode one = schema(variant.value());
            ObjectNode properties = JSON.objectNode();
            properties.putObject(property).put("type", "string").put("const", variant.name());
            properties.setAll((ObjectNode) one.path("properties"));
            one.set("properties", properties);
            one.withArray("required").insert(0, property);
        }
        return schema;
    }

    private ObjectNode object(BeanDescription description) {
        ObjectNode schema = typed("object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (BeanPropertyDefinition property : description.findProperties()) {
            properties.set(property.getName(), of(property.getPrimaryType()));
            if (!property.getPrimaryType().isReferenceType()) {
                required.add(property.getName());
            }
        }
        return schema;
    }

    private static ObjectNode words(Class<?> type) {
        ObjectNode schema = typed("string");
        ArrayNode words = schema.putArray("enum");
        Arrays.stream(type.getEnumConstants())
                .map(word -> WireJson.mapper().convertValue(word, String.class))
                .forEach(words::add);
        boolean open = Arrays.stream(type.getEnumConstants())
                .anyMatch(word -> ((Enum<?>) word).name().equals(UNKNOWN));
        return schema.put(
                "description",
                open
                        ? "A newer version may have further words; one that is not known is read as UNKNOWN."
                        : "No other word is taken.");
    }

    private static ObjectNode typed(String type) {
        return JSON.objectNode().put("type", type);
    }

    /** As the code calls it, so that whoever reads one finds the other. */
    private static String name(Class<?> type) {
        return type.getEnclosingClass() == null
                ? type.getSimpleName()
                : type.getEnclosingClass().getSimpleName() + "." + type.getSimpleName();
    }
}
