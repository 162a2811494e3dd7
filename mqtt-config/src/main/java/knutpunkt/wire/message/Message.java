package knutpunkt.wire.message;

import knutpunkt.wire.Channel;

/** What travels between a controller and the service. Each says which channel carries it. */
public sealed interface Message
        permits ControllerState,
                Heartbeat,
                LeaseRenewal,
                EventBatch,
                EventAck,
                AccessWant,
                AccessUpdate,
                AccessReceipt,
                AccessRecall,
                AccessHeld,
                Command,
                CommandResult,
                KeysWant,
                KeysUpdate {
    Channel channel();
}
