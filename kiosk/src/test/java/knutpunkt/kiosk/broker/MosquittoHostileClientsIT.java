package knutpunkt.kiosk.broker;

import knutpunkt.endtoend.RunningSite;

class MosquittoHostileClientsIT extends HostileClients {
    @Override
    RunningSite.Broker broker() {
        return RunningSite.Broker.MOSQUITTO;
    }
}
