package knutpunkt.wire.broker;

import java.io.IOException;
import java.nio.file.Path;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.signature.PemFile;

/**
 * The units by which systemd runs Mosquitto with the site's configuration, and starts it anew when the site's keys change:
 * told to read its files again it would go by them for new connections only, and a session that was let in would stay.
 */
final class MosquittoUnits {
    private static final String BROKER = "knutpunkt-broker.service";
    private static final String KEYS = "knutpunkt-broker-keys";

    private MosquittoUnits() {}

    static void write(Path folder, Path config, SiteKeys keys) throws IOException {
        PemFile.writeText(folder.resolve(BROKER), """
                [Unit]
                Description=The broker of the site's doors
                After=network.target
                # However often it is started anew: a site without its broker helps nobody.
                StartLimitIntervalSec=0

                [Service]
                ExecStart=/usr/sbin/mosquitto -c %s
                Restart=always
                RestartSec=1
                NoNewPrivileges=yes
                PrivateTmp=yes
                ProtectHome=yes
                ProtectSystem=strict

                [Install]
                WantedBy=multi-user.target
                """.formatted(config));
        PemFile.writeText(folder.resolve(KEYS + ".path"), """
                [Unit]
                Description=Changed keys of the site

                [Path]
                PathChanged=%s
                PathChanged=%s
                PathChanged=%s

                [Install]
                WantedBy=multi-user.target
                """.formatted(
                        keys.authorities().toAbsolutePath(),
                        keys.revoked().toAbsolutePath(),
                        keys.brokerCertificate().toAbsolutePath()));
        PemFile.writeText(folder.resolve(KEYS + ".service"), """
                [Unit]
                Description=Has the broker read the site's changed keys
                StartLimitIntervalSec=0

                [Service]
                Type=oneshot
                # What changes while this runs is not seen: files that change together are let be written, and the restart is
                # not waited for.
                ExecStartPre=/usr/bin/sleep 1
                ExecStart=/usr/bin/systemctl --no-block try-restart %s
                """.formatted(BROKER));
    }
}
