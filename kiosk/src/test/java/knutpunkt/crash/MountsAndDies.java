package knutpunkt.crash;

import java.nio.file.Path;
import knutpunkt.crash.LossyDisk.Syncs;

/** A process that mounts a disk at the folder it is given and dies without ending it. */
final class MountsAndDies {
    private MountsAndDies() {}

    public static void main(String[] arguments) {
        LossyMount mount = LossyMount.at(Path.of(arguments[0]), Syncs.DONE);
        System.out.println(mount.folder());
        Runtime.getRuntime().halt(0);
    }
}
