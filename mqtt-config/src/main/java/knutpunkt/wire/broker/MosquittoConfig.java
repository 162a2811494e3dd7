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
    private MosquittoConfig() {}

    /** For clients on this machine. */
    public static Path write(Path folder, int port, SiteKeys keys) throws IOException {
        return write(folder, "127.0.0.1", port, keys);
    }

    /**
     * Writes {@code mosquitto.conf}, {@code acl} and units for systemd into a folder, replacing what is there.
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
        MosquittoUnits.write(directory, config, keys);
        return config;
    }

    private static String config(String address, int port, SiteKeys keys, Path acl, String owner) {
        return """
                # Made from the table of channels and the site's limits; changes are lost when it is written again.
                # For Mosquitto 2.0.11 and later. What it cannot be told:
                # - how fast a client may send. It reads every client in turn, and what waits for one is bounded below.
                #   So a flood makes what others send late by seconds, or be sent again, and loses none of it.
                # - how many connections one address may have. Where strangers reach its port, a firewall must bound them.
                # - which version of MQTT it speaks. An older one is bound by the same rules and gains nothing.
                # - on which topics it may keep messages. Both ends refuse kept ones but births.
                per_listener_settings false
                # The keys are their owner's alone, so that is who the broker must run as.
                user %s

                # Nobody without a certificate, and whoever has one only on its own topics. A foreign filter is answered
                # with success, and nothing of it is ever delivered.
                allow_anonymous false
                acl_file %s
                # An empty client id would be given a name that no certificate has.
                allow_zero_length_clientid false
                # A message is kept by who may publish it now, not by who might when it came.
                check_retain_source true

                # The journals are the truth and sessions end with their connection: nothing is worth keeping on disk.
                # A controller publishes its retained state anew at every connection.
                persistence false

                # What its supervisor collects; who came and went and why, and no line for each message.
                log_dest stderr
                log_type error
                log_type warning
                log_type notice
                connection_messages true
                # Nobody may read its own topics, so it need not make them.
                sys_interval 0

                # Both ends set it; without it a reply waits 40 ms for a delayed acknowledgement.
                set_tcp_nodelay true
                # Sent to a client and not acknowledged by it.
                max_inflight_messages %d
                # What waits for one client, for a service that is slower than all its controllers at once; then it drops,
                # and they send again. So a client that takes nothing cannot eat the memory.
                max_queued_messages %d
                max_queued_bytes %d
                # The largest payload of any channel, with its topic and signature; whoever sends more is cut off.
                max_packet_size %d
                # A connection that is dead without a word is missed after one and a half of this.
                max_keepalive %d

                listener %d %s
                # A thousand controllers, and those that come again before their earlier connection is missed.
                max_connections %d
                protocol mqtt
                # None of ours sends at quality of service 2, or a number for a topic.
                max_qos 1
                max_topic_alias 0

                # Both ends show a certificate that the site's authority made.
                cafile %s
                # What was taken back before its end. Who is inside when it is read again stays: only a start ends that.
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
                        BrokerLimits.IN_FLIGHT,
                        BrokerLimits.QUEUED_MESSAGES,
                        BrokerLimits.QUEUED_BYTES,
                        BrokerLimits.PACKET_BYTES,
                        BrokerLimits.KEEP_ALIVE.toSeconds(),
                        port,
                        address,
                        BrokerLimits.CONNECTIONS,
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
}
