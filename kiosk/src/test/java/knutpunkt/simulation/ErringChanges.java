package knutpunkt.simulation;

import java.util.ArrayList;
import java.util.Optional;
import java.util.SplittableRandom;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.link.ChangeSet;
import knutpunkt.kiosk.link.ChangeSource;
import knutpunkt.wire.Hash;

/** The site's changes, of which now and then one is forgotten on its way into an update: what a digest is there to find. */
final class ErringChanges implements ChangeSource {
    private final World world;
    private final SplittableRandom random;
    private final ChangeSource right;

    ErringChanges(World world, SplittableRandom random, ChangeSource right) {
        this.world = world;
        this.random = random;
        this.right = right;
    }

    @Override
    public AccessList current() {
        return right.current();
    }

    @Override
    public Optional<Hash> digest(Transaction transaction, Revision revision) {
        return right.digest(transaction, revision);
    }

    @Override
    public Optional<ChangeSet> since(Revision revision) {
        int errs = world.weather().errsOneIn();
        return right.since(revision).map(all -> errs > 0 && random.nextInt(errs) == 0 ? less(all) : all);
    }

    private ChangeSet less(ChangeSet all) {
        if (all.put().isEmpty()) {
            return all;
        }
        world.story().tell("the service forgets something in its update to " + all.to());
        var put = new ArrayList<AccessItem>(all.put());
        put.remove(random.nextInt(put.size()));
        return new ChangeSet(all.from(), all.to(), all.digest(), put, all.removed());
    }
}
