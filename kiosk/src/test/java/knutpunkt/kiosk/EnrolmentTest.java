package knutpunkt.kiosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.keys.HeldKeys;
import knutpunkt.kiosk.keys.SiteKeyDesk;
import knutpunkt.settings.BadStart;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.KeysWant;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrolmentTest {
    private static final ControllerId C1 = new ControllerId("c1");

    @TempDir
    private Path folder;

    private SiteKeys keys;
    private Database database;

    @BeforeEach
    void open() {
        keys = SiteKeys.openOrCreate(
                folder.resolve("keys"), new SiteId("test"), InstantSource.system(), new SecureRandom());
        database = Database.open(folder.resolve(Site.DATABASE));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aNewControllerIsPartOfTheSiteWithItsDoorsPointsAndKeys() {
        enrol("c1", "front", "square=Torgdörren", "office=Kontoret");

        assertThat(database.read(Plan::controllers)).containsExactly(C1);
        assertThat(owner("square")).contains(C1);
        assertThat(owner("office")).contains(C1);
        Plan.Point outside = point("square-entry").orElseThrow();
        assertThat(outside.direction()).isEqualTo(Direction.IN);
        assertThat(outside.name()).isEqualTo("Torgdörren, utsidan");
        assertThat(point("office-exit").orElseThrow().direction()).isEqualTo(Direction.OUT);
        assertThat(ControllerKeys.open(folder.resolve("front")).id()).isEqualTo(C1);
    }

    @Test
    void aCheckInPointIsGrantedLikeADoorAndTurnsPeopleAround() {
        new Enrolment(C1, "Kontoret", List.of(Enrolment.Door.parseCheckIn("coffee=Fikarummet")))
                .perform(database, keys, folder.resolve("front"));

        assertThat(owner("coffee")).contains(C1);
        Plan.Point point = point("coffee-check-in").orElseThrow();
        assertThat(point.direction()).isEqualTo(Direction.TOGGLE);
        assertThat(point.name()).isEqualTo("Fikarummet");
        assertThat(point("coffee-entry")).isEmpty();
    }

    @Test
    void oneEnrolledAgainGetsNewKeysAndFurtherDoorsAndKeepsWhatItHas() {
        enrol("c1", "front", "square=Torgdörren");
        PublicKey before = keys.pinned("c1").getFirst();

        enrol("c1", "again", "square=Annat namn", "yard=Gården");

        assertThat(keys.pinned("c1").getFirst()).isNotEqualTo(before);
        assertThat(owner("yard")).contains(C1);
        assertThat(point("square-entry").orElseThrow().name()).isEqualTo("Torgdörren, utsidan");
    }

    @Test
    void oneEnrolledAgainCountsAsNotHeardFromSoThatAChangeOfKeysWaitsForIt() {
        enrol("c1", "front", "square=Torgdörren");
        ControllerKeys first = ControllerKeys.open(folder.resolve("front"));
        var desk = new SiteKeyDesk(keys, database, InstantSource.system());
        desk.said(
                C1,
                new KeysWant(
                        first.trust().digest(), first.authority(), Instant.EPOCH, first.signer(), Optional.empty()));
        assertThat(database.read(HeldKeys::all)).hasSize(1);

        enrol("c1", "again", "square=Torgdörren");

        assertThat(database.read(HeldKeys::all)).isEmpty();
    }

    @Test
    void aDoorOfAnotherControllerIsRefusedAndNothingIsWritten() {
        enrol("c1", "front", "square=Torgdörren");

        assertThatThrownBy(() -> enrol("c2", "back", "yard=Gården", "square=Torgdörren"))
                .isInstanceOf(BadStart.class)
                .hasMessage("--door [square] belongs to controller [c1]: choose another id");

        assertThat(database.read(Plan::controllers)).containsExactly(C1);
        assertThat(owner("yard")).isEmpty();
        assertThat(keys.pinned("c2")).isEmpty();
        assertThat(Files.exists(folder.resolve("back"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "watch"})
    void aNameThatIsNoControllersIsRefusedAndNothingIsWritten(String reserved) {
        assertThatThrownBy(() -> enrol(reserved, "front", "square=Torgdörren"))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("[" + reserved + "]");

        assertThat(database.read(Plan::controllers)).isEmpty();
        assertThat(owner("square")).isEmpty();
    }

    @Test
    void aDoorNamedTwiceIsRefused() {
        assertThatThrownBy(() -> enrol("c1", "front", "square=Ett", "square=Två"))
                .hasMessage("door or check-in point [square] stands there twice: each has an id of its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"square", "=Torget", "square=", "square= ", "Square=Torget", "sq uare=Torget"})
    void whatIsNoDoorIsRefused(String text) {
        assertThatThrownBy(() -> Enrolment.Door.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameTooLongIsRefused() {
        assertThatThrownBy(() -> Enrolment.name("n".repeat(65)))
                .hasMessageEndingWith("must be a name of 1 to 64 characters");
    }

    private void enrol(String id, String out, String... doors) {
        var parsed = List.of(doors).stream().map(Enrolment.Door::parse).toList();
        new Enrolment(new ControllerId(id), "Torget", parsed).perform(database, keys, folder.resolve(out));
    }

    private Optional<ControllerId> owner(String door) {
        return database.read(transaction -> Plan.owner(transaction, new DoorId(door)));
    }

    private Optional<Plan.Point> point(String point) {
        return database.read(transaction -> Plan.point(transaction, new PointId(point)));
    }
}
