package knutpunkt.kiosk.wall;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forty partners and five hundred people, all of them inside. */
class CrowdTest {
    private static final int PARTNERS = 40;
    private static final int PEOPLE = 500;
    private static final String ON_SCREEN = """
            [...document.querySelectorAll("#rows .name, #page, #updated")]
              .filter((one) => one.checkVisibility())
              .every((one) => one.getBoundingClientRect().bottom <= innerHeight)""";
    private static final long PAGE_MILLIS = 8_100;
    private static final Pattern PERSON = Pattern.compile("/admin/people/(p-[0-9]+)\"");
    private static final Pattern NEXT = Pattern.compile("href=\"(\\?find=[^\"]*after=[^\"]+)\"");

    @TempDir
    private Path folder;

    private RunningSite site;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder, InstantSource.system());
        var example = new ExampleSite(site);
        List<String> partners = IntStream.range(0, PARTNERS)
                .mapToObj(i -> example.partner(name(i)))
                .toList();
        List<Event> passages = new ArrayList<>();
        site.database().write(transaction -> {
            for (int i = 0; i < PEOPLE; i++) {
                var partner = new PartnerId(partners.get(i % PARTNERS));
                People.add(transaction, Person.called(person(i), partner, "Person Nummer" + i, Visibility.NORMAL));
                passages.add(new Event.Passage(new DoorId("square"), Direction.IN, person(i), 0, Confidence.CONFIRMED));
            }
            return 0;
        });
        site.tellAll(passages, Instant.now().minus(Duration.ofMinutes(10)));
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static String name(int partner) {
        return "Organisation %02d".formatted(partner);
    }

    private static PersonId person(int number) {
        return new PersonId("p-%04d".formatted(number));
    }

    @Test
    void theWallShowsEveryPartnerInTurnAsLargeAsFew() {
        try (var screen = new Screen();
                Screen.Shown wall = screen.show(ColorScheme.LIGHT)) {
            Page page = wall.page();
            page.clock().install();
            page.navigate(site.address().toString());
            assertThat(page.locator("#total")).hasText(Integer.toString(PEOPLE));

            Set<String> seen = new TreeSet<>();
            Set<Object> sizes = new HashSet<>();
            for (int turn = 0; turn < PARTNERS && seen.size() < PARTNERS; turn++) {
                seen.addAll(page.locator("#rows .name:visible").allInnerTexts().stream()
                        .map(String::strip)
                        .toList());
                sizes.add(page.locator("#rows .name:visible").first().evaluate("e => getComputedStyle(e).fontSize"));
                assertThat((boolean) page.evaluate(ON_SCREEN))
                        .as("nothing is below the screen's edge")
                        .isTrue();
                page.clock().runFor(PAGE_MILLIS);
            }
            wall.picture("wall-crowd");

            assertThat(seen)
                    .containsAll(IntStream.range(0, PARTNERS)
                            .mapToObj(CrowdTest::name)
                            .toList());
            assertThat(sizes).hasSize(1);
            assertThat(wall.errors()).isEmpty();
        }
    }

    @Test
    void theListOfPeopleIsWholePageByPage() {
        try (Surfer owner = new Staff(site).owner()) {
            Set<String> seen = new HashSet<>();
            Optional<String> next = Optional.of("/admin/people");
            for (int pages = 0; next.isPresent() && pages < PEOPLE; pages++) {
                String text = owner.get(next.get()).text();
                PERSON.matcher(text).results().forEach(found -> seen.add(found.group(1)));
                Matcher more = NEXT.matcher(text);
                next = more.find()
                        ? Optional.of("/admin/people" + more.group(1).replace("&amp;", "&"))
                        : Optional.empty();
            }
            assertThat(seen).hasSize(PEOPLE);
        }
    }
}
