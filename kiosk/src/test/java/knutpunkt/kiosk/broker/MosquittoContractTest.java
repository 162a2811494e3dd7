package knutpunkt.kiosk.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import knutpunkt.wire.broker.RunningMosquitto;

/** Holds Debian's Mosquitto, with the configuration we ship, to the same. */
class MosquittoContractTest extends BrokerContract {
    private RunningMosquitto broker;

    @Override
    void start(TestSite site) {
        try {
            broker =
                    RunningMosquitto.start(Files.createDirectories(site.folder().resolve("mosquitto")), site.keys());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int port() {
        return broker.port();
    }

    @Override
    void stop() {
        broker.close();
    }

    /** Its rules are asked when a message is delivered, not when it is subscribed to. */
    @Override
    public boolean hasGate() {
        return false;
    }
}
