package knutpunkt.kiosk.broker;

/**
 * What every broker of ours does, embedded or Debian's Mosquitto. Each test has controllers of its own, so that one
 * broker serves them all.
 */
interface BrokerContract extends RulesContract, AdmissionContract, DeliveryContract, SessionContract {}
