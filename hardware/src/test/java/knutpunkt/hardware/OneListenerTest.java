package knutpunkt.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OneListenerTest {
    private final OneListener<Consumer<String>> listener = new OneListener<>("test");
    private final List<String> heard = new ArrayList<>();

    @Test
    void aSecondListenerIsRefused() {
        listener.set(heard::add);

        assertThatThrownBy(() -> listener.set(heard::add)).hasMessage("test has a listener already");
    }

    @Test
    void aListenerThatThrowsIsCountedAndToldTheNext() {
        listener.set(text -> {
            heard.add(text);
            throw new IllegalStateException(text);
        });

        listener.tell(someone -> someone.accept("one"));
        listener.tell(someone -> someone.accept("two"));

        assertThat(heard).containsExactly("one", "two");
        assertThat(listener.failures()).isEqualTo(2);
    }

    @Test
    void nothingIsToldAfterSilence() {
        listener.set(heard::add);

        listener.silence();
        listener.tell(someone -> someone.accept("late"));

        assertThat(heard).isEmpty();
    }
}
