package knutpunkt.endtoend;

import java.util.List;

/** Makes the example site's first door one with a serial reader outside and Pi4J's mock pins. */
final class SerialDoor {
    private SerialDoor() {}

    static void configure(RunningSite site, SerialLine line) {
        String config = RunningSite.read(site.controllerConfig());
        int doors = config.indexOf("doors:");
        int panel = config.indexOf("panel:");
        if (doors < 0 || panel < 0) {
            throw new IllegalStateException("the example's controller.yaml has doors and a panel:\n" + config);
        }
        String own = String.join(
                "\n",
                List.of(
                        "doors:",
                        "  - id: square",
                        "    name: Torgdörren",
                        "    points:",
                        "      entry: {reader: serial, kind: id12la, port: " + line.controllerEnd() + "}",
                        "      exit: {reader: simulated}",
                        "    pins: pi4j-mock",
                        "    strike: {pin: 17}",
                        "    contact: {pin: 23}",
                        "    rex: {pin: 24}",
                        "  - id: office",
                        "    points:",
                        "      entry: {reader: simulated}",
                        "      exit: {reader: simulated}",
                        ""));
        String before = config.substring(0, Math.min(doors, panel));
        String panelPart = panel < doors ? config.substring(panel, doors) : config.substring(panel);
        RunningSite.write(site.controllerConfig(), before + own + panelPart);
    }
}
