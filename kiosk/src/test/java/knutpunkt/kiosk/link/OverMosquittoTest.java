package knutpunkt.kiosk.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import knutpunkt.wire.broker.RunningMosquitto;
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
