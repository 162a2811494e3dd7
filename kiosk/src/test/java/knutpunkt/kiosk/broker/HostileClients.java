package knutpunkt.kiosk.broker;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import knutpunkt.endtoend.RunningSite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything a client can do to harm a working door, tried at a broker while people go through that door: each of them is
 * decided in time, and each passage comes into the log. One site serves all attacks; at the end it tells how long people
 * waited during each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileClients implements HostileKeys, HostileTopics, HostilePackets, HostileFloods {
    private WorkingDoor door;

    abstract RunningSite.Broker broker();

    @BeforeAll
    void openTheDoor(@TempDir Path folder) throws InterruptedException {
        door = WorkingDoor.start(folder, broker());
    }

    @AfterAll
    void closeTheDoor() throws InterruptedException {
        door.tell();
        door.close();
    }

    @Override
    public WorkingDoor door() {
        return door;
    }

    @Override
    public boolean hasGate() {
        return broker() == RunningSite.Broker.EMBEDDED;
    }

    /** The service sees it by itself within a second, and so does the supervisor that starts Mosquitto anew. */
    @Override
    public void keysChanged() {
        // nobody is told
    }

    /** The service says only the first of a kind. */
    @Override
    public long refused(BadKeys bad) {
        String said = door.said(broker());
        return hasGate()
                ? said.lines()
                        .filter(line -> line.contains("Refused [" + bad.why() + "] from ["))
                        .count()
                : bad.countIn(said);
    }

    @Test
    void peoplePassWhenNobodyAttacks() throws Exception {
        door.goesOnDuring("nobody attacks", () -> LockSupport.parkNanos(FLOOD.toNanos()));
    }
}
