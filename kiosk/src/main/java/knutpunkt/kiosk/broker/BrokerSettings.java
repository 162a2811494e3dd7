package knutpunkt.kiosk.broker;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import knutpunkt.wire.Channel;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** How the broker is set up, and every maximum it has. */
final class BrokerSettings {
    /** A site's controllers, its service, a technician's tools, and connections that are being replaced. */
    static final int SOCKETS_MAX = 256;

    /** The largest payload of any channel, with room for its topic, its signature and the packet's own bytes. */
    static final int PACKET_BYTES_MAX =
            Arrays.stream(Channel.values()).mapToInt(Channel::bytesMax).max().orElseThrow() + 8_192;

    static final String ACCEPTOR = "mqtt";

    /**
     * What waits on one topic for somebody who is slow to take it. Beyond it the newest is dropped, as its sender, who
     * goes by the answer of the other end and not by the broker's, sends it again.
     */
    private static final long WAITING_BYTES_MAX = 16 * 1024 * 1024;

    /** The same over all topics; the only bound for what waits for a filter with wildcards, which are the service's. */
    private static final long WAITING_BYTES_MAX_IN_ALL = 64 * 1024 * 1024;

    private static final SimpleString DROPPED = SimpleString.of("dropped");
    private static final int THREADS_MAX = 8;
    private static final int SCHEDULED_THREADS_MAX = 2;
    private static final int NETWORK_THREADS = 2;
    private static final int KEEP_ALIVE_SECONDS_MAX = 60;

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
                .setGlobalMaxSize(WAITING_BYTES_MAX_IN_ALL)
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
                        "maximumPacketSize", PACKET_BYTES_MAX,
                        "serverKeepAlive", KEEP_ALIVE_SECONDS_MAX,
                        "topicAliasMaximum", 0));
    }

    private static AddressSettings addresses() {
        return new AddressSettings()
                .setMaxSizeBytes(WAITING_BYTES_MAX)
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
