package knutpunkt.wire.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import knutpunkt.wire.Channel;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.signature.PemFile;

/** The whole configuration of Debian's Mosquitto 2.0.11 for a site: TLS 1.3, certificates as identities, exact rules. */
public final class MosquittoConfig {
    /** Topic, signature and the packet's own bytes beside the largest payload, with room. */
    private static final int BESIDES_PAYLOAD = 8_192;

    /** The thousand controllers that the service takes, and those that come again before their earlier connection is missed. */
    private static final int CONNECTIONS_MAX = 1_200;

    /** Per client, so that a stuck one cannot eat a small machine's memory. */
    private static final int QUEUED_BYTES_MAX = 32 * 1024 * 1024;

    private MosquittoConfig() {}

    /** For clients on this machine. */
    public static Path write(Path folder, int port, SiteKeys keys) throws IOException {
        return write(folder, "127.0.0.1", port, keys);
    }

    /**
     * Writes {@code mosquitto.conf} and {@code acl} into a folder, replacing what is there.
     *
     * @param address the one to listen on
     * @return the path of {@code mosquitto.conf}
     */
    public static Path write(Path folder, String address, int port, SiteKeys keys) throws IOException {
        Path directory = Files.createDirectories(folder).toAbsolutePath();
        Path acl = directory.resolve("acl");
        PemFile.writeText(acl, acl(keys.site()));
        String owner = Files.getOwner(keys.brokerKey()).getName();
        Path config = directory.resolve("mosquitto.conf");
        PemFile.writeText(config, config(address, port, keys, acl, owner));
        return config;
    }

    private static String config(String address, int port, SiteKeys keys, Path acl, String owner) {
        return """
                # Made from the table of channels; changes are lost when it is written again.
                per_listener_settings false
                # The keys are their owner's alone, so that is who the broker must run as.
                user %s
                allow_anonymous false
                acl_file %s

                # The journals are the truth and sessions end with their connection: nothing is worth keeping on disk.
                # A controller publishes its retained state anew at every connection.
                persistence false

                log_dest stderr
                log_type error
                log_type warning
                log_type notice
                connection_messages true

                # Both ends set it; without it a reply waits 40 ms for a delayed acknowledgement.
                set_tcp_nodelay true
                max_inflight_messages 20
                # For a service that is slower than all its controllers at once; then it drops, and they send again.
                max_queued_messages 10000
                max_queued_bytes %d
                max_packet_size %d
                allow_zero_length_clientid false
                sys_interval 0

                listener %d %s
                max_connections %d
                protocol mqtt
                cafile %s
                # What was taken back before its end. Read at a start only, as the authorities are.
                crlfile %s
                certfile %s
                keyfile %s
                tls_version tlsv1.3
                require_certificate true
                # The certificate's common name is both the name that rules are written for and the client id, so that
                # nobody can throw another off by taking its client id.
                use_identity_as_username true
                use_username_as_clientid true
                """.formatted(
                        owner,
                        acl,
                        QUEUED_BYTES_MAX,
                        packetBytesMax(),
                        port,
                        address,
                        CONNECTIONS_MAX,
                        keys.authorities().toAbsolutePath(),
                        keys.revoked().toAbsolutePath(),
                        keys.brokerCertificate().toAbsolutePath(),
                        keys.brokerKey().toAbsolutePath());
    }

    /** The rules of {@link AccessRules} in Mosquitto's form; {@code %u} is the certificate's common name. */
    static String acl(SiteId site) {
        List<String> lines = new ArrayList<>();
        lines.add("user " + SiteKeys.SERVICE);
        for (Channel channel : Channel.values()) {
            String filter = Topic.filterOfAll(site, channel);
            lines.add("topic " + access(channel.sender() == Channel.Sender.SERVICE) + " " + filter);
        }
        denyReserved(site, lines);
        lines.add("user " + SiteKeys.WATCH);
        for (Channel channel : Channel.values()) {
            lines.add("topic read " + Topic.filterOfAll(site, channel));
        }
        denyReserved(site, lines);
        for (Channel channel : Channel.values()) {
            lines.add("pattern " + access(channel.sender() == Channel.Sender.CONTROLLER) + " "
                    + own(site, channel, "%u"));
        }
        return String.join("\n", lines) + "\n";
    }

    /** The patterns for controllers fit these names too, and no controller may have them. */
    private static void denyReserved(SiteId site, List<String> lines) {
        for (Channel channel : Channel.values()) {
            lines.add("topic deny " + own(site, channel, SiteKeys.SERVICE));
            lines.add("topic deny " + own(site, channel, SiteKeys.WATCH));
        }
    }

    private static String own(SiteId site, Channel channel, String name) {
        return Topic.filterOfAll(site, channel).replace("+", name);
    }

    private static String access(boolean sends) {
        return sends ? "write" : "read";
    }

    private static int packetBytesMax() {
        int largest = 0;
        for (Channel channel : Channel.values()) {
            largest = Math.max(largest, channel.bytesMax());
        }
        return largest + BESIDES_PAYLOAD;
    }
}
