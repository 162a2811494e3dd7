package knutpunkt.wire.session;

/** What a courier needs of a session: {@link MqttSession} in earnest, memory in tests. Safe for use by several threads. */
public interface Transport extends AutoCloseable {
    /**
     * Publishes, and returns once the broker has it (at QoS 0: once it is written). Blocks for at most 10 s.
     *
     * @throws NotDelivered when the broker may not have it
     */
    void publish(Outgoing message);

    /** Whether it is connected and subscribed at this moment. */
    boolean isConnected();

    /**
     * Gives the connection up that there is, without a goodbye, and dials anew: it may be as good as dead though its broker
     * answers. Returns at once; nothing when there is none.
     *
     * @param reason what the log says
     */
    void renew(String reason);

    /** Says goodbye, so that the broker sends no will, and ends every thread. */
    @Override
    void close();
}
