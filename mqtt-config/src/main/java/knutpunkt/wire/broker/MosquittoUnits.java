package knutpunkt.wire.broker;

import java.io.IOException;
import java.nio.file.Path;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.signature.PemFile;

/**
 * The units by which systemd runs Mosquitto with the site's configuration, and starts it anew when the site's keys change:
 * it reads authorities and what they have taken back at its start only, and a session that was let in stays.
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

                [Service]
                Type=oneshot
                ExecStart=/usr/bin/systemctl try-restart %s
                """.formatted(BROKER));
    }
}
