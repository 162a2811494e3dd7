package knutpunkt.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ListBuilderTest {
    private static final Revision REVISION = new Revision(3, 14);

    @Test
    void aListThatCameInPiecesIsTheOneThatCameWhole() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var items = new RandomItems(random, 1 + random.nextInt(60));
            var builder = new ListBuilder(1 + random.nextInt(40));
            Map<String, AccessItem> last = new LinkedHashMap<>();
            for (int i = random.nextInt(200); i > 0; i--) {
                AccessItem item = items.item();
                builder.add(item);
                last.put(item.key(), item);
            }

            AccessList whole = AccessList.empty().with(REVISION, last.values(), List.of());
            AccessList built = builder.build(REVISION);

            assertThat(built.digest()).as("seed %d", seed).isEqualTo(whole.digest());
            assertThat(built.items())
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(whole.items().toList());
            assertThat(built.revision()).isEqualTo(REVISION);
            assertThat(built.badges()).isEqualTo(whole.badges());
        }
    }

    @Test
    void whatWasBuiltCanBeChangedLikeAnyList() {
        for (int seed = 0; seed < 100; seed++) {
            var items = new RandomItems(new Random(seed), 30);
            var builder = new ListBuilder(7);
            Map<String, AccessItem> last = new LinkedHashMap<>();
            for (int i = 0; i < 60; i++) {
                AccessItem item = items.item();
                builder.add(item);
                last.put(item.key(), item);
            }
            AccessItem changed = items.item();
            last.put(changed.key(), changed);

            AccessList next = builder.build(REVISION).with(REVISION.next(), List.of(changed), List.of());

            assertThat(next.digest())
                    .as("seed %d", seed)
                    .isEqualTo(AccessList.empty()
                            .with(REVISION, last.values(), List.of())
                            .digest());
        }
    }

    @Test
    void theBucketsTogetherAreTheList() {
        var items = new RandomItems(new Random(5), 200);
        var builder = new ListBuilder();
        for (int i = 0; i < 500; i++) {
            builder.add(items.item());
        }
        AccessList list = builder.build(REVISION);

        List<AccessItem> byBucket = IntStream.range(0, AccessList.BUCKETS)
                .boxed()
                .flatMap(list::bucket)
                .toList();

        assertThat(byBucket).containsExactlyElementsOf(list.items().toList());
    }
}
