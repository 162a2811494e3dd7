package knutpunkt.controller.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import knutpunkt.wire.Hash;
import knutpunkt.wire.record.JournalRecord;

/** What tests say of records in a row. */
final class Chains {
    private Chains() {}

    /** Each follows the one before it, and the first what lies before them all. */
    static void assertChained(Hash start, List<JournalRecord> records) {
        Hash previous = start;
        for (JournalRecord each : records) {
            assertThat(each.follows(previous))
                    .as("record %d follows", each.header().sequence())
                    .isTrue();
            previous = each.hash();
        }
    }
}
