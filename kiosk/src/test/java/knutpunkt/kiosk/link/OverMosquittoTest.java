package knutpunkt.kiosk.link;

import static knutpunkt.kiosk.link.WiredSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Topic;
import knutpunkt.wire.broker.RunningMosquitto;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.session.CuttableLine;
import org.junit.jupiter.api.Test;

class OverMosquittoTest extends OverBrokersContract {
    private final List<RunningMosquitto> brokers = new ArrayList<>();

    @Test
    void aBrokerThatFreezesIsLeftByAllAndTheOtherTakesItsPlace() {
        one.start();
        two.start();
        site.serve(one.uri(), two.uri());
        WiredController c1 = site.controller("c1", one.uri(), two.uri());
        c1.happens(10);
        site.awaitInStep(c1);

        brokers.getFirst().freeze();
        c1.happens(200);
        site.lists.block(3);

        site.awaitInStep(c1);
        brokers.getFirst().thaw();
        c1.happens(1);
        site.awaitInStep(c1);
    }

    /** None of our clients can send a will late, so this broker lets somebody speak in the controller's name. */
    @Test
    void aLateWillIsKeptOnlyUntilTheNextBirth() throws IOException {
        Files.writeString(
                folder.resolve("one").resolve("acl"),
                "user watch\ntopic write " + Topic.filterOfAll(WiredSite.SITE, Channel.STATE) + "\n",
                StandardOpenOption.APPEND);
        one.start();
        try (var line = new CuttableLine(one.port())) {
            site.serve(one.uri());
            WiredController c1 = site.controller("c1", line.uri());
            site.awaitInStep(c1);
            var first = (ControllerState.Online) kept();
            line.cut();
            await("it is born again")
                    .until(() -> kept() instanceof ControllerState.Online online
                            && online.connection() > first.connection());
            site.awaitInStep(c1);

            try (var watch = watch()) {
                var late = new ControllerState.Offline(first.boot(), first.connection());
                watch.says(c1.keys, late);
                await("it comes").until(() -> watch.states().contains(late));
                await("a birth comes after it").until(() -> watch.states().getLast() instanceof ControllerState.Online);
            }
            assertThat(kept()).isInstanceOf(ControllerState.Online.class);
            assertThat(site.isOnline(c1)).isTrue();
        }
    }

    @Override
    Running broker(WiredSite site, Path scratch) {
        try {
            var mosquitto = RunningMosquitto.prepare(Files.createDirectories(scratch), site.keys);
            brokers.add(mosquitto);
            return new Running() {
                @Override
                public int port() {
                    return mosquitto.port();
                }

                @Override
                public void start() {
                    mosquitto.restart();
                }

                @Override
                public void kill() {
                    mosquitto.close();
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
