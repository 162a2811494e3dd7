package knutpunkt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** What must hold of the log's records, whatever happened to whoever carried them. */
public final class Records {
    private Records() {}

    /** Each journal's from its first on, and no gap told of. */
    public static void assertOnceAndInOrder(List<JsonNode> log) {
        Map<String, List<Long>> sequences = new TreeMap<>();
        log.forEach(event -> sequences
                .computeIfAbsent(event.path("journal").asText(), _ -> new ArrayList<>())
                .add(event.path("sequence").asLong()));
        sequences.forEach((journal, inLog) -> assertThat(inLog)
                .as("records of journal %s", journal)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, inLog.size()).boxed().toList()));
        assertThat(log.stream().filter(event -> event.path("kind").asText().equals("gap")))
                .isEmpty();
    }
}
