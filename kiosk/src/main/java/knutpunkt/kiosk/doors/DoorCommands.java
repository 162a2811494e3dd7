package knutpunkt.kiosk.doors;

import java.util.Optional;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;

/** The way to have a door's strike released. */
@FunctionalInterface
public interface DoorCommands {
    /** Sends the command once. Empty when the controller cannot be told now. */
    Optional<CommandId> release(ControllerId controller, DoorId door);
}
