package knutpunkt.simulation;

import java.util.Optional;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.link.Recovery;
import knutpunkt.simulation.SimulatedService.HandOver;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;

/** The real recovery, and somebody who is told when it takes something over. */
record WatchedRecovery(Recovery real, HandOver handOver) implements Recovery {
    @Override
    public boolean isGathering() {
        return real.isGathering();
    }

    @Override
    public void gathered() {
        real.gathered();
    }

    @Override
    public void settled(ControllerId controller) {
        real.settled(controller);
    }

    @Override
    public boolean isComplete() {
        return real.isComplete();
    }

    @Override
    public Optional<Revision> last() {
        return real.last();
    }

    @Override
    public boolean explains(ControllerId controller) {
        return real.explains(controller);
    }

    @Override
    public Optional<AccessList> common(Revision lost) {
        return real.common(lost);
    }

    @Override
    public boolean hasTaken(Revision revision, Hash digest) {
        return real.hasTaken(revision, digest);
    }

    @Override
    public void takeOver(ControllerId controller, Revision revision, AccessList common, AccessList lost) {
        handOver.begins(controller, revision);
        real.takeOver(controller, revision, common, lost);
        handOver.ends();
    }
}
