package knutpunkt.kiosk.broker;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import knutpunkt.wire.broker.BrokerLimits;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** How the broker is set up within {@link BrokerLimits}. */
final class BrokerSettings {
    static final String ACCEPTOR = "mqtt";

    private static final SimpleString DROPPED = SimpleString.of("dropped");
    private static final int THREADS_MAX = 8;
    private static final int SCHEDULED_THREADS_MAX = 2;
    private static final int NETWORK_THREADS = 2;

    /** How often wills that wait out their delay are looked for. */
    private static final long SESSION_SCAN_MILLIS = 500;

    private static final int CLUSTER_PASSWORD_BYTES = 32;

    private BrokerSettings() {}

    static Configuration of(String host, int port, Path scratch, SecureRandom random) {
        byte[] clusterPassword = new byte[CLUSTER_PASSWORD_BYTES];
        random.nextBytes(clusterPassword);
        Configuration settings = new ConfigurationImpl()
                .setName("knutpunkt")
                .setPersistenceEnabled(false)
                .setMqttSubscriptionPersistenceEnabled(false)
                .setJournalType(JournalType.NIO)
                .setBindingsDirectory(scratch.resolve("bindings").toString())
                .setJournalDirectory(scratch.resolve("journal").toString())
                .setLargeMessagesDirectory(scratch.resolve("large").toString())
                .setPagingDirectory(scratch.resolve("paging").toString())
                .setMaxDiskUsage(-1) // nothing of it is on the disk, so a full one is no reason to stop
                .setJMXManagementEnabled(false)
                .setMessageCounterEnabled(false)
                .setCriticalAnalyzer(false)
                .setThreadPoolMaxSize(THREADS_MAX)
                .setScheduledThreadPoolMaxSize(SCHEDULED_THREADS_MAX)
                .setGlobalMaxSize(BrokerLimits.QUEUED_BYTES_IN_ALL)
                .setMqttSessionScanInterval(SESSION_SCAN_MILLIS)
                .setSecurityEnabled(true)
                // A cached good login would let the next one pass with any client id.
                .setAuthenticationCacheSize(0)
                .setAuthorizationCacheSize(0)
                // The cluster's user is let past the security manager: nobody may know the password.
                .setClusterUser("cluster")
                .setClusterPassword(HexFormat.of().formatHex(clusterPassword))
                // MQTT's own wildcards: an address is then the topic or filter as the client wrote it.
                .setWildCardConfiguration(new WildcardConfiguration()
                        .setDelimiter('/')
                        .setSingleWord('+')
                        .setAnyWords('#'))
                .setResolveProtocols(false)
                .addAcceptorConfiguration(acceptor(host, port));
        return settings.addAddressSetting("#", addresses());
    }

    private static TransportConfiguration acceptor(String host, int port) {
        return new TransportConfiguration(
                TlsAcceptor.Factory.class.getName(),
                Map.of(
                        TransportConstants.HOST_PROP_NAME,
                        host,
                        TransportConstants.PORT_PROP_NAME,
                        port,
                        TransportConstants.SSL_ENABLED_PROP_NAME,
                        true,
                        TransportConstants.USE_DEFAULT_SSL_CONTEXT_PROP_NAME,
                        true,
                        TransportConstants.SSL_CONTEXT_PROP_NAME,
                        ACCEPTOR,
                        // The doorstep has its own, and writes no line for each.
                        TransportConstants.HANDSHAKE_TIMEOUT,
                        0,
                        TransportConstants.USE_EPOLL_PROP_NAME,
                        false,
                        TransportConstants.REMOTING_THREADS_PROPNAME,
                        NETWORK_THREADS,
                        TransportConstants.PROTOCOLS_PROP_NAME,
                        "MQTT"),
                ACCEPTOR,
                Map.of(
                        "maximumPacketSize",
                        BrokerLimits.PACKET_BYTES,
                        "serverKeepAlive",
                        (int) BrokerLimits.KEEP_ALIVE.toSeconds(),
                        "defaultMaximumInFlightPublishMessages",
                        BrokerLimits.IN_FLIGHT,
                        "topicAliasMaximum",
                        0));
    }

    private static AddressSettings addresses() {
        return new AddressSettings()
                // It counts what waits on a topic. On a filter with wildcards, which only the service has, it counts
                // nothing: there the bound over all topics is the only one.
                .setMaxSizeBytes(BrokerLimits.QUEUED_BYTES)
                .setMaxSizeMessages(BrokerLimits.QUEUED_MESSAGES)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP)
                .setMaxDeliveryAttempts(-1)
                // Nobody subscribes to it, nor may; without one the broker warns about every queue it makes.
                .setExpiryAddress(DROPPED)
                .setDeadLetterAddress(DROPPED)
                .setAutoCreateAddresses(true)
                .setAutoCreateQueues(true)
                // An address made anew for each message would forget how much waits. The rules bound their number.
                .setAutoDeleteAddresses(false)
                .setAutoDeleteQueues(true);
    }
}
