package knutpunkt.wire.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import knutpunkt.wire.Channel;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.SiteKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write for Debian's Mosquitto; that it does what it says is tried with a real one. */
class MosquittoConfigTest {
    @TempDir
    Path folder;

    @Test
    void itsLimitsAreThoseOfTheBrokerInsideTheService() throws Exception {
        assertThat(lines())
                .contains(
                        "max_packet_size " + BrokerLimits.PACKET_BYTES,
                        "max_connections " + BrokerLimits.CONNECTIONS,
                        "max_inflight_messages " + BrokerLimits.IN_FLIGHT,
                        "max_queued_messages " + BrokerLimits.QUEUED_MESSAGES,
                        "max_queued_bytes " + BrokerLimits.QUEUED_BYTES,
                        "max_keepalive " + BrokerLimits.KEEP_ALIVE.toSeconds());
    }

    @Test
    void itRepliesAtOnceKeepsNothingOnDiskAndSaysWhoCameAndWhyNobodyElseDid() throws Exception {
        assertThat(lines())
                .contains(
                        "set_tcp_nodelay true",
                        "persistence false",
                        "log_dest stderr",
                        "log_type error",
                        "log_type warning",
                        "log_type notice",
                        "connection_messages true",
                        "sys_interval 0",
                        "max_qos 1");
    }

    @Test
    void aPacketHasRoomForTheLargestPayloadOfAnyChannel() {
        assertThat(Arrays.stream(Channel.values()).mapToInt(Channel::bytesMax))
                .allMatch(largest -> largest + 4_096 < BrokerLimits.PACKET_BYTES);
    }

    @Test
    void everyGroupOfItsLinesBeginsWithAReason() throws Exception {
        String[] groups = String.join("\n", lines()).split("\n\n");

        assertThat(groups)
                .hasSizeGreaterThan(4)
                .allMatch(group -> group.startsWith("#") || group.startsWith("listener "))
                .allMatch(group -> group.contains("\n# ") || group.startsWith("# "));
    }

    @Test
    void aUnitWatchesEveryFileOfKeysThatTheConfigurationNames() throws Exception {
        List<String> named = lines().stream()
                .filter(line -> line.contains(" " + folder.resolve("keys")))
                .filter(line -> !line.startsWith("keyfile ")) // it is written before its certificate
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();

        List<String> watched = unit("knutpunkt-broker-keys.path").stream()
                .filter(line -> line.startsWith("PathChanged="))
                .map(line -> line.substring("PathChanged=".length()))
                .toList();

        assertThat(named).hasSize(3);
        assertThat(watched).isEqualTo(named);
    }

    @Test
    void changedFilesStartTheBrokerAnewOnceTheyAreAllWrittenAndHoweverOftenTheyChange() throws Exception {
        assertThat(lines()).isNotEmpty();

        assertThat(unit("knutpunkt-broker-keys.service"))
                .containsSubsequence(
                        "[Unit]",
                        "StartLimitIntervalSec=0",
                        "[Service]",
                        "Type=oneshot",
                        "ExecStartPre=/usr/bin/sleep 1",
                        "ExecStart=/usr/bin/systemctl --no-block try-restart knutpunkt-broker.service");
        assertThat(unit("knutpunkt-broker.service"))
                .containsSubsequence("[Unit]", "StartLimitIntervalSec=0", "[Service]")
                .contains("ExecStart=/usr/sbin/mosquitto -c "
                        + folder.resolve("mosquitto").resolve("mosquitto.conf"))
                .noneMatch(line -> line.startsWith("KillSignal=")); // SIGTERM, as the tests' supervisor does
    }

    private List<String> unit(String name) throws Exception {
        return Files.readAllLines(folder.resolve("mosquitto").resolve(name));
    }

    private List<String> lines() throws Exception {
        var keys = SiteKeys.openOrCreate(
                folder.resolve("keys"), new SiteId("demo"), InstantSource.system(), new SecureRandom());
        return Files.readAllLines(MosquittoConfig.write(folder.resolve("mosquitto"), 8883, keys));
    }
}
