package knutpunkt.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BadgeReadTest {

    @Test
    void itsTextHoldsNoPartOfTheNumber() {
        var read = BadgeRead.em4100(0x0123456789L, 77);

        assertThat(read.toString()).isEqualTo("BadgeRead[EM4100, 40 bits, number withheld]");
        assertThat(BadgeRead.em4100(0xFFFFFFFFFFL, 1)).hasToString(read.toString());
    }

    @Test
    void anEm4100NumberIsFortyBitsMostSignificantFirst() {
        assertThat(BadgeRead.em4100(0x0123456789L, 0).bits()).containsExactly(0x01, 0x23, 0x45, 0x67, 0x89);
        assertThatThrownBy(() -> BadgeRead.em4100(1L << 40, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BadgeRead.em4100(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itsBitsCannotBeChangedFromOutside() {
        byte[] bits = {1, 2};
        var read = new BadgeRead(Technology.WIEGAND, 16, bits, 0);

        bits[0] = 9;
        read.bits()[1] = 9;

        assertThat(read.bits()).containsExactly(1, 2);
    }

    @Test
    void equalContentIsEqualWhateverTheArray() {
        var one = new BadgeRead(Technology.CSN, 32, new byte[] {1, 2, 3, 4}, 5);
        var same = new BadgeRead(Technology.CSN, 32, new byte[] {1, 2, 3, 4}, 5);
        var later = new BadgeRead(Technology.CSN, 32, new byte[] {1, 2, 3, 4}, 6);

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(later);
        assertThat(one.isSameBadge(later)).isTrue();
    }

    @Test
    void aLengthThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new BadgeRead(Technology.WIEGAND, 26, new byte[3], 0))
                .hasMessage("[3] bytes cannot be 26 bits");
        assertThatThrownBy(() -> new BadgeRead(Technology.WIEGAND, 0, new byte[0], 0))
                .hasMessage("bit count [0] must be 1..256");
    }

    @Test
    void unusedLowBitsMustBeZero() {
        byte[] dirty = {0, 0, 0, 0x20};

        assertThatThrownBy(() -> new BadgeRead(Technology.WIEGAND, 26, dirty, 0))
                .hasMessage("the 6 unused low bits must be zero");
    }
}
