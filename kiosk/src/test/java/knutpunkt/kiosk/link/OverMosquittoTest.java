package knutpunkt.kiosk.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import knutpunkt.wire.broker.RunningMosquitto;

class OverMosquittoTest extends OverBrokersContract {
    @Override
    Running broker(WiredSite site, Path scratch) {
        try {
            var mosquitto = RunningMosquitto.prepare(Files.createDirectories(scratch), site.keys);
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
