package knutpunkt.kiosk.broker;

/** Holds the broker inside the service to what every broker of ours does. */
class EmbeddedBrokerContractTest extends OnEmbeddedBroker implements BrokerContract {}
