package knutpunkt.kiosk.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CarriersTest {
    private static final int PATIENCE_SECONDS = 30;

    /** In a process of its own, as this one's virtual threads have their carriers already. */
    @Test
    void everybodyWhoCanHoldOneKeepsNobodyElseWaiting() throws Exception {
        Process held = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Held.class.getName())
                .inheritIO()
                .start();

        try {
            assertThat(held.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(held.exitValue()).isZero();
        } finally {
            held.destroyForcibly();
        }
    }

    /** All carriers but one are held, as a call into the database holds them, until another thread has had its turn. */
    static final class Held {
        private Held() {}

        public static void main(String[] arguments) throws InterruptedException {
            Carriers.provide();
            var reached = new AtomicBoolean();
            List<Thread> threads = new ArrayList<>();
            int holders = Runtime.getRuntime().availableProcessors() + Carriers.HELD_MAX - 1;
            for (int i = 0; i < holders; i++) {
                threads.add(Thread.startVirtualThread(() -> {
                    while (!reached.get()) {
                        Thread.onSpinWait();
                    }
                }));
            }
            threads.add(Thread.startVirtualThread(() -> reached.set(true)));
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
