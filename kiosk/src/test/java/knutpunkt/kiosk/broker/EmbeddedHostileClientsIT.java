package knutpunkt.kiosk.broker;

import knutpunkt.endtoend.RunningSite;

class EmbeddedHostileClientsIT extends HostileClients {
    @Override
    RunningSite.Broker broker() {
        return RunningSite.Broker.EMBEDDED;
    }
}
