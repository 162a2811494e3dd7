package knutpunkt.kiosk.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.ids.PartnerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The partners' shared picture, as they write it; the site's day is 22 November. */
class NoticePagesTest {
    @TempDir
    private Path folder;

    private RunningSite site;
    private String police;
    private Surfer admin;
    private Surfer another;
    private Surfer owner;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        var example = new ExampleSite(site);
        police = example.partner("Polisen");
        var staff = new Staff(site);
        admin = staff.partnerAdmin(police);
        another = staff.partnerAdmin(example.partner("Butiken"));
        owner = staff.owner();
        List.of(admin, another, owner).forEach(surfer -> surfer.get("/admin/notices"));
    }

    @AfterEach
    void close() {
        List.of(admin, another, owner).forEach(Surfer::close);
        site.close();
    }

    private List<Notice> notices() {
        return site.database().read(transaction -> Notices.list(transaction, Optional.empty()));
    }

    private static Surfer.Seen write(Surfer by, String text, String until) {
        return by.post("/admin/notices", "text", text, "important", "yes", "until", until);
    }

    @Test
    void aPartnerPutsUpANoticeChangesItAndTakesItDown() {
        assertThat(write(admin, "Möte klockan tre\nvid fontänen", "2026-11-24").words())
                .contains("Anslaget hänger uppe")
                .contains("Möte klockan tre")
                .contains("till och med 2026-11-24");
        Notice notice = notices().getFirst();
        assertThat(notice.partner()).contains(new PartnerId(police));
        assertThat(notice.important()).isTrue();
        assertThat(notice.until()).hasToString("2026-11-24T23:00:00Z");

        String path = "/admin/notices/" + notice.id();
        assertThat(admin.post(path, "text", "Mötet är inställt", "until", "2026-11-23")
                        .words())
                .contains("Anslaget är ändrat")
                .contains("Mötet är inställt")
                .doesNotContain("fontänen");
        assertThat(admin.post(path + "/remove").words()).contains("Anslaget är nedtaget");
        assertThat(notices()).isEmpty();
        assertThat(owner.get("/admin/audit").words())
                .contains("Polisen")
                .doesNotContain("fontänen")
                .doesNotContain("inställt");
    }

    @Test
    void anotherPartnersNoticeIsNotThere() {
        write(admin, "Bara vårt", "2026-11-24");
        String path = "/admin/notices/" + notices().getFirst().id();

        assertThat(another.get("/admin/notices").words()).doesNotContain("Bara vårt");
        assertThat(another.get(path).status()).isEqualTo(404);
        another.get("/admin/notices");
        assertThat(another.post(path, "text", "Vårt nu", "until", "2026-11-24").status())
                .isEqualTo(404);
        another.get("/admin/notices");
        assertThat(another.post(path + "/remove").status()).isEqualTo(404);
        assertThat(owner.get(path).words()).contains("Polisen");
        assertThat(notices()).singleElement().extracting(Notice::text).isEqualTo("Bara vårt");
    }

    @Test
    void aPartnerAdminWritesForTheOwnPartnerWhateverTheFormSays() {
        assertThat(admin.post("/admin/notices", "partner", "", "text", "Från lokalen", "until", "2026-11-24")
                        .status())
                .isEqualTo(200);

        assertThat(notices()).singleElement().extracting(Notice::partner).isEqualTo(Optional.of(new PartnerId(police)));
    }

    @Test
    void whatIsWrongIsSaidAndWhatWasTypedStays() {
        Surfer.Seen tooLong = write(admin, "tre\nrader\när för många", "2026-11-24");
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.words()).contains("Skriv en eller två rader, högst 140 tecken.");
        assertThat(tooLong.text()).contains("rader\när för många");
        assertThat(write(admin, "Möte", "2026-11-21").status()).isEqualTo(400);
        assertThat(write(admin, "Möte", "2027-11-21").status()).isEqualTo(400);
        assertThat(write(admin, "Möte", "i morgon").status()).isEqualTo(400);
        assertThat(notices()).isEmpty();
    }
}
