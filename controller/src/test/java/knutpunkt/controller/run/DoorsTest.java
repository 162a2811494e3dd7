package knutpunkt.controller.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.Test;

class DoorsTest {
    @Test
    void aDoorIsFoundByItsId() {
        try (var test = new LoopUnderTest()) {
            var doors = new Doors(List.of(test.loop));

            assertThat(doors.door(LoopUnderTest.DOOR)).contains(test.loop);
            assertThat(doors.door(new DoorId("other"))).isEmpty();
            assertThat(doors.states()).hasSize(1);
        }
    }

    @Test
    void twoDoorsWithOneIdRefuseToStart() {
        try (var one = new LoopUnderTest();
                var other = new LoopUnderTest()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Doors(List.of(one.loop, other.loop)))
                    .withMessageContaining("front");
        }
    }

    @Test
    void aPointThatFacesNoWayRefusesToStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReadPoint(new PointId("front-out"), Direction.UNKNOWN, new FakeReader()));
    }
}
