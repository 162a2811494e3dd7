package knutpunkt.kiosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.keys.SiteKeyDesk;
import knutpunkt.kiosk.link.KeyDesk;
import knutpunkt.settings.BadStart;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.KeyKind;
import knutpunkt.wire.certificates.KeyStage;
import knutpunkt.wire.certificates.KeysUnusable;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.certificates.Trust;
import knutpunkt.wire.message.KeysUpdate;
import knutpunkt.wire.message.KeysWant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands do about keys, and what the service then tells controllers. */
class KeyCommandsTest {
    private static final ControllerId C1 = new ControllerId("c1");
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private SiteKeys keys;
    private ControllerKeys c1;
    private Database database;
    private KeyCommands commands;
    private SiteKeyDesk desk;

    @BeforeEach
    void open() {
        keys = SiteKeys.openOrCreate(folder.resolve("keys"), new SiteId("test"), CLOCK, new SecureRandom());
        database = Database.open(folder.resolve(Site.DATABASE));
        database.write(transaction -> {
            Plan.addController(transaction, C1, "Torget");
            return 0;
        });
        keys.enrol(C1, folder.resolve("c1"));
        c1 = ControllerKeys.open(folder.resolve("c1"));
        commands = new KeyCommands(keys, database, CLOCK, new PrintStream(said, true, StandardCharsets.UTF_8));
        desk = new SiteKeyDesk(keys, database, CLOCK);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private KeysWant has() {
        return new KeysWant(
                c1.trust().digest(),
                c1.authority(),
                c1.newest().getNotAfter().toInstant(),
                c1.signer(),
                Optional.empty());
    }

    private KeysWant asks(boolean everything) {
        ControllerKeys.Request request = c1.request(everything, new SecureRandom());
        Optional<KeysWant.Signer> next = request.signer()
                .map(signer ->
                        new KeysWant.Signer(text(signer), text(request.proof().orElseThrow())));
        return new KeysWant(
                c1.trust().digest(),
                c1.authority(),
                Instant.EPOCH,
                c1.signer(),
                Optional.of(new KeysWant.Request(text(request.certificate()), next)));
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private String output() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private boolean isNoted(Deed deed) {
        return database.read(transaction -> transaction.exists("SELECT id FROM audit WHERE act = ?", deed.name()));
    }

    @Test
    void whoHasWhatItShouldIsToldNothingNew() {
        assertThat(desk.lacks(C1)).as("one that has never said what it has").isEmpty();
        KeyDesk.Answer heard = desk.said(C1, has()).orElseThrow();
        assertThat(heard.renew()).isEqualTo(KeysUpdate.Renewal.NOTHING);
        assertThat(heard.certificate()).isEmpty();
        assertThat(heard.trust().digest()).isEqualTo(c1.trust().digest());
        assertThat(desk.lacks(C1)).isEmpty();
    }

    @Test
    void aControllerIsAskedToChangeItsKeysUntilItHas() {
        desk.said(C1, has());
        commands.change(C1);

        KeyDesk.Answer told = desk.lacks(C1).orElseThrow();
        assertThat(told.renew()).isEqualTo(KeysUpdate.Renewal.EVERYTHING);
        KeyDesk.Answer answer = desk.said(C1, asks(true)).orElseThrow();
        assertThat(c1.adopt(answer.trust(), answer.certificate())).isTrue();
        assertThat(desk.said(C1, has()).orElseThrow().renew()).isEqualTo(KeysUpdate.Renewal.NOTHING);

        assertThat(keys.pinned("c1")).hasSize(1);
        assertThat(isNoted(Deed.KEYS_CHANGED)).isTrue();
    }

    @Test
    void aRequestThatIsWrongAnnouncesNothing() {
        KeysWant good = asks(true);
        var stolen = new KeysWant.Signer(
                text(keys.signingPublicKey().getEncoded()),
                good.request().orElseThrow().next().orElseThrow().proof());
        var forged = new KeysWant(
                good.trust(),
                good.authority(),
                good.until(),
                good.signer(),
                Optional.of(new KeysWant.Request(good.request().orElseThrow().certificate(), Optional.of(stolen))));

        assertThatThrownBy(() -> desk.said(C1, forged)).isInstanceOf(IllegalArgumentException.class);

        assertThat(keys.pinned("c1")).hasSize(1);
    }

    @Test
    void aChangeOfTheAuthorityIsToldToWhoHasNotLearntOfIt() {
        desk.said(C1, has());

        commands.change(KeyKind.AUTHORITY);

        KeyDesk.Answer told = desk.lacks(C1).orElseThrow();
        assertThat(told.trust().authorities()).hasSize(2);
        assertThat(told.renew()).isEqualTo(KeysUpdate.Renewal.NOTHING);
        c1.adopt(told.trust(), Optional.empty());
        assertThat(desk.said(C1, has()).orElseThrow().renew()).isEqualTo(KeysUpdate.Renewal.NOTHING);
        assertThat(desk.lacks(C1)).isEmpty();
        keys.use(KeyKind.AUTHORITY);
        assertThat(desk.lacks(C1).orElseThrow().renew()).isEqualTo(KeysUpdate.Renewal.CERTIFICATE);
    }

    @Test
    void aChangeThatIsUnderWayIsNotBegunAgain() {
        commands.change(KeyKind.SIGNING);

        assertThatThrownBy(() -> commands.change(KeyKind.SIGNING))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("[signing]");
        assertThat(keys.stage(KeyKind.SIGNING)).isEqualTo(KeyStage.OFFERED);
    }

    @Test
    void whoIsRevokedHasNoKeysAndIsNotedAndToldOf() {
        desk.said(C1, has());

        commands.revoke(C1);
        commands.show();

        assertThat(keys.pinned("c1")).isEmpty();
        assertThat(isNoted(Deed.CONTROLLER_REVOKED)).isTrue();
        assertThat(output()).contains("[c1] is revoked: nothing it says counts", "controller [c1] is revoked");
    }

    @Test
    void whereNobodyKeptWhichCertificatesAControllerHasTheWayOutIsTold() throws IOException {
        Files.delete(folder.resolve("keys/controllers/c1.issued"));

        commands.revoke(C1);

        assertThat(output()).contains("[c1] is revoked", "change the authority as well");
    }

    @Test
    void whatWasSaidBeforeARevocationAndIsHeardAfterItIsWorthNothing() {
        desk.said(C1, has());
        KeysWant waiting = asks(true);
        commands.revoke(C1);

        assertThatThrownBy(() -> desk.said(C1, waiting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not pinned any more");
        keys.enrol(C1, folder.resolve("again"));
        assertThatThrownBy(() -> desk.said(C1, waiting))
                .as("of the keys before: they may be a thief's")
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(keys.pinned("c1")).hasSize(1);
        assertThat(desk.lacks(C1)).as("nothing is known of it").isEmpty();
    }

    @Test
    void aControllerOfNobodyIsRefusedInOneSentence() {
        assertThatThrownBy(() -> commands.revoke(new ControllerId("c9")))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("[c9]");
    }

    @Test
    void oneThatNeverSaidWhatItHasCannotBeAskedToChangeIt() {
        assertThatThrownBy(() -> commands.change(C1))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("[c1]");
        assertThat(isNoted(Deed.KEYS_CHANGED)).isFalse();
    }

    @Test
    void oneThatIsRevokedIsToBeEnrolledAndNotToChangeItsKeys() {
        commands.revoke(C1);

        assertThatThrownBy(() -> commands.change(C1))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("[c1] is revoked: enrol it again");
        assertThat(isNoted(Deed.KEYS_CHANGED)).isFalse();
    }

    @Test
    void whatCouldNotBeDoneIsNotNoted() throws IOException {
        // A folder in the place of the file that the next key would be written to.
        Files.createDirectories(folder.resolve("keys/signing-2.key.new/in-the-way"));

        assertThatThrownBy(() -> commands.change(KeyKind.SIGNING)).isInstanceOf(KeysUnusable.class);

        assertThat(isNoted(Deed.KEYS_CHANGED)).isFalse();
    }

    @Test
    void whereNoSiteWasEverStartedNothingIsMade() throws IOException {
        KioskConfig config = KioskConfig.read(Files.writeString(folder.resolve("kiosk.yaml"), """
                site: demo
                data: elsewhere
                http:
                  port: 0
                mqtt:
                  outside: ssl://broker.example:8884
                """));

        assertThatThrownBy(() -> Main.withKeys(config, KeyCommands::show))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("[" + folder.resolve("elsewhere"));
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void everyKeyIsToldOfByItsFingerprint() {
        commands.show();
        assertThat(output()).contains("has not said yet which keys it has");
        said.reset();
        desk.said(C1, has());

        commands.show();

        assertThat(output())
                .contains(
                        "authority "
                                + Trust.fingerprint(keys.trust().authorities().getFirst()) + " STEADY",
                        "signs by " + c1.signer(),
                        "certificate ends " + c1.newest().getNotAfter().toInstant());
        assertThat(output()).doesNotContain(Hash.ZERO.hex());
    }
}
