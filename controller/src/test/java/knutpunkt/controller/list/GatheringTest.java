package knutpunkt.controller.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.controller.list.Gathering.Result;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.Challenge;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final int TOO_MANY = Gathering.PARTS_MAX + 1;

    private final Gathering gathering = new Gathering();

    @Test
    void anUpdateOfMorePartsThanAControllerTakesIsDeniedWithAllThatComesOfIt() {
        assertThat(gathering.add(part(1, TOO_MANY, 4))).isEqualTo(Result.TOO_LARGE);
        assertThat(gathering.add(part(2, TOO_MANY, 4))).isEqualTo(Result.TOO_LARGE);
        assertThat(gathering.add(part(3, TOO_MANY, 4))).isEqualTo(Result.TOO_LARGE);
        assertThat(Applied.Why.TOO_LARGE.wantAgain()).isFalse();
    }

    @Test
    void anotherUpdateIsTakenWhileTheRestOfOneThatIsTooLargeComes() {
        gathering.add(part(1, TOO_MANY, 4));

        assertThat(gathering.add(part(1, 2, 5))).isEqualTo(Result.TAKEN);
        assertThat(gathering.add(part(2, TOO_MANY, 4))).isEqualTo(Result.TOO_LARGE);
        assertThat(gathering.add(part(2, 2, 5))).isEqualTo(Result.COMPLETE);
    }

    private static AccessUpdate part(int part, int parts, long number) {
        return new AccessUpdate(
                new Challenge("0".repeat(32)),
                Optional.empty(),
                new Revision(1, number),
                Hash.ZERO,
                part,
                parts,
                List.of(),
                List.of());
    }
}
