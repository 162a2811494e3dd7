package knutpunkt.wire.certificates;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import knutpunkt.wire.SiteId;

/**
 * The site's own keys as they are now, and how they change: one change at a time, here and in other processes, each of what
 * is in the folder then. Safe for use by several threads.
 */
final class ChangingKeys {
    private final SiteId site;
    private final KeyFolder folder;
    private final FolderLock lock;
    private final Enrolled enrolled;
    private final OwnCertificates ownCertificates;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Certificates certificates;
    private volatile OwnKeys own;

    /** What there was when changes were asked for last. */
    private OwnKeys seen;

    ChangingKeys(
            SiteFolder files,
            FolderLock lock,
            SiteId site,
            List<String> brokerNames,
            InstantSource clock,
            SecureRandom random) {
        this.site = site;
        this.folder = files.folder();
        this.lock = lock;
        this.enrolled = new Enrolled(files.controllers());
        this.ownCertificates = new OwnCertificates(folder, brokerNames);
        this.clock = clock;
        this.random = random;
        this.certificates = new Certificates(clock, random);
        this.own = OwnKeys.read(folder, certificates, random);
        renewOwn();
        this.seen = own;
    }

    /** As they were read last. */
    OwnKeys own() {
        return own;
    }

    Enrolled enrolled() {
        return enrolled;
    }

    /** Does something with what is in the folder now. Nobody changes it meanwhile, here or in another process. */
    synchronized <T> T change(Supplier<T> change) {
        return lock.holding(() -> {
            if (own.isOld()) {
                reread();
            }
            return change.get();
        });
    }

    private void reread() {
        own = OwnKeys.read(folder, certificates, random);
        enrolled.count();
    }

    /** Reads what has changed; whether anything has since this was asked last, here or in another process. */
    synchronized boolean refresh() {
        if (own.isOld()) {
            reread();
        }
        boolean changed = !own.isOfTheSameFiles(seen);
        seen = own;
        return changed;
    }

    /** Makes own certificates anew where it is time, and ends what a change that was cut off has left. */
    void renewOwn() {
        change(() -> {
            own.removeWhatEnded();
            ownCertificates.renew(own, clock.instant(), enrolled.time(clock).isExact());
            if (own.isOld()) {
                reread();
            }
            return own;
        });
    }

    /** Within a change. It is written even when there is nothing to add: who keeps connections is to look at them anew. */
    void takeBack(List<Revocations.Entry> issued) {
        own.revocations().with(issued, own.generation(KeyKind.AUTHORITY)).write(folder);
        publish();
    }

    private void publish() {
        reread();
        own.authorities().publish(folder, own.revocations());
        reread();
    }

    void offer(KeyKind kind) {
        change(() -> {
            own.require(kind, KeyStage.STEADY);
            Generation now = own.generation(kind);
            int next = now.newest() + 1;
            switch (kind) {
                case AUTHORITY -> Authority.make(folder, next, site, certificates, random);
                case SIGNING -> SiteFolder.makeSigning(folder, next, random);
            }
            return become(kind, now.offering(next));
        });
    }

    void use(KeyKind kind) {
        change(() -> {
            own.require(kind, KeyStage.OFFERED);
            return become(kind, own.generation(kind).using());
        });
        renewOwn();
    }

    void end(KeyKind kind) {
        change(() -> {
            own.require(kind, KeyStage.IN_USE);
            return become(kind, own.generation(kind).ended());
        });
        renewOwn();
    }

    private OwnKeys become(KeyKind kind, Generation to) {
        own.change(kind, to);
        publish();
        return own;
    }
}
