package knutpunkt.wire;

/** A controller's name: its topic level, its certificate's common name and its MQTT client id. */
public record ControllerId(String text) {
    public ControllerId {
        Name.require("controller id", text);
    }

    @Override
    public String toString() {
        return text;
    }
}
