package knutpunkt.kiosk.badges;

import java.util.Optional;
import java.util.function.Consumer;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;

/** The way to have a point learn the next badge that is held to it. */
@FunctionalInterface
public interface PointCommands {
    /**
     * Sends the command once.
     *
     * @param beforeSending hears of the command's id before a result can come
     * @return empty when the controller cannot be told now
     */
    Optional<CommandId> learn(
            ControllerId controller, DoorId door, PointId point, Consumer<CommandId> beforeSending);
}
