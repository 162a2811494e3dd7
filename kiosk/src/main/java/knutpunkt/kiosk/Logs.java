package knutpunkt.kiosk;

import org.slf4j.bridge.SLF4JBridgeHandler;

/** One way for every log line: the server's and the broker's java.util.logging goes through SLF4J too. */
final class Logs {
    private Logs() {}

    static void gather() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }
}
