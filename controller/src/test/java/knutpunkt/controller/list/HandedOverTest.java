package knutpunkt.controller.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.wire.Channel;
import knutpunkt.wire.message.AccessHeld;
import knutpunkt.wire.message.AccessRecall;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.MessageCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service that was restored from a backup may have of a controller's list. */
class HandedOverTest {
    @TempDir
    Path folder;

    private Optional<AccessListStore> opened = Optional.empty();

    private AccessListStore opened(AccessList list) {
        var store = AccessListStore.open(folder.resolve("list.db"), new Random(1), () -> false);
        opened = Optional.of(store);
        store.apply(AccessListContract.snapshot(store.want().nonce(), list));
        return store;
    }

    @AfterEach
    void close() {
        opened.ifPresent(AccessListStore::close);
    }

    @Test
    void theListIsHandedOverInPiecesThatMakeItAnew() {
        AccessList list = AccessListContract.bigList(3_000, new Revision(1, 3));
        var store = opened(list);
        Challenge nonce = store.want().nonce();

        var outline = (AccessHeld.Outline) held(store, nonce, Optional.empty());
        List<AccessItem> items = new ArrayList<>();
        for (int bucket = 0; bucket < AccessList.BUCKETS; bucket++) {
            boolean last = false;
            for (int from = items.size(), of = from; !last; from = items.size()) {
                var piece = new AccessRecall.Piece(bucket, from - of);
                var held = (AccessHeld.Items) held(store, nonce, Optional.of(piece));
                assertThat(held.piece()).isEqualTo(piece);
                assertThat(MessageCodec.encode(held)).hasSizeLessThanOrEqualTo(Channel.ACCESS_HELD.bytesMax());
                items.addAll(held.items());
                last = held.last();
            }
        }

        assertThat(AccessList.digestOf(outline.buckets())).isEqualTo(list.digest());
        assertThat(AccessList.empty().with(list.revision(), items, List.of()).digest())
                .isEqualTo(list.digest());
    }

    @Test
    void aRecallByAnotherWantOrOfAnotherListIsDenied() {
        var store = opened(AccessListContract.list(3));
        Challenge before = store.want().nonce();
        Challenge nonce = store.want().nonce();

        assertThat(store.handOver(new AccessRecall(before, new Revision(1, 3), Optional.empty())))
                .isEmpty();
        assertThat(store.handOver(new AccessRecall(nonce, new Revision(1, 2), Optional.empty())))
                .isEmpty();
        assertThat(store.handOver(new AccessRecall(nonce, new Revision(1, 3), Optional.empty())))
                .isPresent();
    }

    private static AccessHeld held(AccessListStore store, Challenge nonce, Optional<AccessRecall.Piece> piece) {
        return store.handOver(new AccessRecall(nonce, store.current().revision(), piece))
                .orElseThrow();
    }
}
