package knutpunkt.wire.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import knutpunkt.access.AccessItem;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Revision;
import knutpunkt.wire.BootId;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.Name;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.ScheduleId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.record.Sequences;

/**
 * How our values look as JSON: ids and hashes as their text, times as ISO 8601, revisions as {@code "epoch.number"},
 * unknown fields ignored, unknown words as {@code UNKNOWN}, missing and null ones refused. Thread-safe.
 */
public final class WireJson {
    private static final int NESTING_MAX = 16;

    /** Before the mapper, whose making fills it; never changed after that. */
    private static final Map<Class<?>, Pattern> TEXTS = new HashMap<>();

    private static final ObjectMapper MAPPER = build();

    private WireJson() {}

    /** The one mapper for the wire and for what is kept of it on disk. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** What the text of values of this type matches; empty for a type that is not written as text by us. */
    public static Optional<Pattern> textOf(Class<?> type) {
        return Optional.ofNullable(TEXTS.get(type));
    }

    private static ObjectMapper build() {
        var module = new SimpleModule("knutpunkt");
        text(module, SiteId.class, Name.VALID, SiteId::text, SiteId::new);
        text(module, ControllerId.class, Name.VALID, ControllerId::text, ControllerId::new);
        text(module, DoorId.class, Name.VALID, DoorId::text, DoorId::new);
        text(module, PointId.class, Name.VALID, PointId::text, PointId::new);
        text(module, PersonId.class, Name.VALID, PersonId::text, PersonId::new);
        text(module, GrantId.class, Name.VALID, GrantId::text, GrantId::new);
        text(module, ScheduleId.class, Name.VALID, ScheduleId::text, ScheduleId::new);
        text(module, JournalId.class, Name.VALID, JournalId::text, JournalId::new);
        text(module, BootId.class, Name.VALID, BootId::text, BootId::new);
        text(module, CommandId.class, Name.VALID, CommandId::text, CommandId::new);
        text(module, Hash.class, Hash.VALID, Hash::hex, Hash::new);
        text(module, Sequences.class, Sequences.SHAPE, Sequences::text, Sequences::new);
        text(module, Challenge.class, Challenge.VALID, Challenge::text, Challenge::new);
        text(module, Seal.class, Seal.VALID, Seal::text, Seal::new);
        text(module, BadgeToken.class, BadgeToken.VALID, BadgeToken::text, BadgeToken::parse);
        text(module, Revision.class, Revision.VALID, Revision::toString, Revision::parse);
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .addModule(module)
                .addMixIn(AccessItem.class, AccessItemForm.class)
                .addMixIn(JournalRecord.class, RecordMixIn.class)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .withCoercionConfig(
                        LogicalType.Integer,
                        config -> config.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
                .build();
        mapper.setAnnotationIntrospector(new UnknownWords());
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(NESTING_MAX)
                        .build());
        return mapper;
    }

    private static <T> void text(
            SimpleModule module, Class<T> type, Pattern pattern, Function<T, String> write, Function<String, T> read) {
        TEXTS.put(type, pattern);
        module.addSerializer(type, new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeString(write.apply(value));
            }
        });
        module.addDeserializer(type, new JsonDeserializer<>() {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
                if (!in.hasToken(JsonToken.VALUE_STRING)) {
                    return context.reportInputMismatch(type, "must be text");
                }
                try {
                    return read.apply(in.getText());
                } catch (IllegalArgumentException e) {
                    return context.reportInputMismatch(type, "%s", e.getMessage());
                }
            }
        });
    }

    /** Gives every item of an access list its name, without the pure package knowing of JSON. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "item")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = AccessItem.Badge.class, name = "badge"),
        @JsonSubTypes.Type(value = AccessItem.Holder.class, name = "holder"),
        @JsonSubTypes.Type(value = AccessItem.Schedule.class, name = "schedule"),
        @JsonSubTypes.Type(value = AccessItem.Calendar.class, name = "calendar")
    })
    private interface AccessItemForm {}

    /** Writes and reads records in their flat form, without the record's package knowing of JSON. */
    @JsonSerialize(converter = RecordForm.Write.class)
    @JsonDeserialize(converter = RecordForm.Read.class)
    private interface RecordMixIn {}
}
