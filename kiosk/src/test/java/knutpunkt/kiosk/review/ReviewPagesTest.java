package knutpunkt.kiosk.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Role;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.audit.Purpose;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking back: the log for a purpose, page by page, and the audit with before and after. */
class ReviewPagesTest {
    private static final int PASSAGES = 40;
    private static final Pattern TIME = Pattern.compile("<tr><td>(\\S+ \\S+)</td>");
    private static final Pattern EARLIER = Pattern.compile("href=\"(\\?[^\"]*before=\\d+)\"");

    @TempDir
    private Path folder;

    private RunningSite site;
    private String maja;
    private Surfer reader;
    private Surfer owner;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        var example = new ExampleSite(site);
        String police = example.partner("Polisen");
        maja = example.person(police, "Maja Öberg");
        String nils = example.person(police, "Nils Ek");
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < PASSAGES; i++) {
            events.add(new Event.Opened(new DoorId("square"), Cause.GRANT));
            events.add(new Event.Passage(
                    new DoorId(i % 4 == 0 ? "office" : "square"),
                    i % 2 == 0 ? Direction.IN : Direction.OUT,
                    new PersonId(i % 4 == 0 ? nils : maja),
                    1,
                    Confidence.CONFIRMED));
            events.add(new Event.Closed(new DoorId("square")));
        }
        site.tellAll(events, site.now().minus(Duration.ofHours(1)));
        var staff = new Staff(site);
        reader = staff.signedIn(Role.LOG_READER, Optional.empty());
        owner = staff.owner();
    }

    @AfterEach
    void close() {
        reader.close();
        owner.close();
        site.close();
    }

    private List<Audit.Line> reads() {
        return site
                .database()
                .read(transaction -> Audit.before(transaction, Optional.empty(), Long.MAX_VALUE, 100))
                .stream()
                .filter(line -> line.deed() == Deed.LOG_READ)
                .toList();
    }

    @Test
    void nothingIsShownWithoutAPurposeAndEachReadIsNotedOnce() {
        assertThat(reader.get("/admin/log").text()).doesNotContain("id=\"log\"");
        assertThat(reader.get("/admin/log?purpose=curiosity").text()).doesNotContain("id=\"log\"");
        assertThat(reads()).isEmpty();

        assertThat(reader.get("/admin/log?purpose=incident").words())
                .contains("Att du läser loggen, och varför, är sparat")
                .contains("Passage")
                .contains("Maja Öberg");
        reader.get("/admin/log?purpose=incident");
        assertThat(reads()).singleElement().extracting(Audit.Line::purpose).isEqualTo(Optional.of(Purpose.INCIDENT));

        reader.get("/admin/log?purpose=incident&person=" + maja);
        assertThat(reads()).hasSize(2).first().extracting(Audit.Line::subject).isEqualTo(maja);
        assertThat(owner.get("/admin/audit").words()).contains("Läste händelseloggen");
    }

    @Test
    void theLogIsWholePageByPageNewestFirst() {
        List<String> times = new ArrayList<>();
        Optional<String> page = Optional.of("?purpose=incident");
        for (int pages = 0; page.isPresent() && pages < PASSAGES; pages++) {
            String text = reader.get("/admin/log" + page.get()).text();
            TIME.matcher(text).results().forEach(found -> times.add(found.group(1)));
            page = EARLIER.matcher(text)
                    .results()
                    .findFirst()
                    .map(found -> found.group(1).replace("&amp;", "&"));
        }

        assertThat(times).hasSize(PASSAGES * 3).isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(times).doesNotHaveDuplicates();
    }

    @Test
    void theLogIsNarrowedByPersonKindAndDoor() {
        assertThat(count("&person=" + maja)).isEqualTo(PASSAGES * 3 / 4);
        assertThat(count("&kind=passage")).isEqualTo(PASSAGES);
        assertThat(count("&door=office")).isEqualTo(PASSAGES / 4);
        assertThat(count("&kind=passage&door=office&person=" + maja)).isZero();
        assertThat(count("&kind=closed&door=square")).isEqualTo(PASSAGES);
        assertThat(count("&door=nowhere")).isZero();
    }

    private long count(String filter) {
        String text = reader.get("/admin/log?purpose=incident" + filter).text();
        if (!text.contains("id=\"log\"")) {
            throw new AssertionError("the log must be shown for [" + filter + "]");
        }
        return TIME.matcher(text).results().count();
    }

    @Test
    void theAuditSaysWhatWasBeforeAndAfterAndNoName() {
        owner.get("/admin/people/" + maja);
        owner.changePerson(maja, "Maja Öberg-Ek", "", "normal", "2027-03-01");

        String audit = owner.get("/admin/audit").words();
        assertThat(audit)
                .contains(maja)
                .contains("2027-03-01")
                .doesNotContain("Maja")
                .doesNotContain("Öberg");
        assertThat(Stream.of(audit.split(" ")).filter("→"::equals)).isNotEmpty();
    }
}
