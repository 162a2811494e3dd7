package knutpunkt.kiosk.broker;

class EmbeddedBrokerContractTest extends BrokerContract {
    private EmbeddedBroker broker;

    @Override
    void start(TestSite site) {
        broker = EmbeddedBroker.start(
                site.keys(), site.rules(), "127.0.0.1", 0, site.folder().resolve("scratch"), System::nanoTime);
    }

    @Override
    public int port() {
        return broker.port();
    }

    @Override
    void stop() {
        broker.close();
    }

    @Override
    public boolean hasGate() {
        return true;
    }
}
