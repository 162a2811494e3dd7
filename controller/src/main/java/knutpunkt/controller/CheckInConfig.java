package knutpunkt.controller;

import java.util.function.LongSupplier;
import knutpunkt.controller.DoorConfig.Reader;
import knutpunkt.controller.door.DoorTimes;
import knutpunkt.controller.run.DoorParts;
import knutpunkt.controller.run.DoorSetup;
import knutpunkt.controller.run.ReadPoint;
import knutpunkt.hardware.serial.SerialReader;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.record.Direction;

/**
 * A check-in point as configured: a reader that opens nothing. Grants are given for it as for a door, by its id.
 *
 * @param reader on a serial line: the panel has doors only
 */
record CheckInConfig(DoorId id, Reader.Serial reader) {
    /** The name of its reader on the wire. */
    PointId point() {
        return new PointId(id.text() + "-check-in");
    }

    DoorSetup setup() {
        return new DoorSetup(id, DoorTimes.DEFAULTS, false);
    }

    DoorParts parts(LongSupplier uptimeNanos) {
        var line = new SerialReader(reader.port(), reader.kind(), uptimeNanos);
        return DoorParts.checkIn(new ReadPoint(point(), Direction.TOGGLE, line));
    }
}
