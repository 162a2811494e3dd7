package knutpunkt.kiosk.occupancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A week's picture on the page: counts only, and none that is small. */
class OccupancyPagesTest {
    @TempDir
    private Path folder;

    @Test
    void theWeekHasCountsFromThreeOnAndNeverAPerson() {
        try (var site = RunningSite.open(folder);
                Surfer owner = new Staff(site).owner()) {
            var example = new ExampleSite(site);
            String police = example.partner("Polisen");
            List<String> people = IntStream.range(0, 7)
                    .mapToObj(i -> example.person(police, "Person Nummer" + i))
                    .toList();
            // Seven in the hour from eleven on, two of them already in the one before; it is thirteen at the site.
            people.subList(0, 2)
                    .forEach(
                            person -> site.pass(person, Direction.IN, site.now().minus(Duration.ofMinutes(170))));
            people.subList(2, 7)
                    .forEach(
                            person -> site.pass(person, Direction.IN, site.now().minus(Duration.ofMinutes(110))));
            site.awaitLogged();

            String page = owner.get("/admin/occupancy").text();

            assertThat(page).contains("<td class=\"number\">7</td>").doesNotContain("<td class=\"number\">2</td>");
            assertThat(page).doesNotContain("Nummer").doesNotContain(people.getFirst());
            String picture =
                    owner.get("/admin/occupancy/picture?week=2026-11-16").text();
            assertThat(picture).startsWith("<svg").doesNotContain("Nummer");
            assertThat(owner.get("/admin/occupancy?week=2026-11-09").text())
                    .doesNotContain("<td class=\"number\">7</td>");
        }
    }
}
