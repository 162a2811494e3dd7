package knutpunkt.kiosk.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.partners.Visibility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoticesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final PartnerId POLICE = new PartnerId("police");

    @TempDir
    private Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("site.db"));
        database.write(transaction -> {
            Partners.add(transaction, Partner.fresh(POLICE, "Polisen", Visibility.ALIAS));
            return 0;
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void itIsShownFromItsStartUntilItsEndImportantOnesFirstThenTheNewest() {
        add(notice("n1", false, NOW.minusSeconds(60), NOW.plusSeconds(60)));
        add(notice("n2", false, NOW.minusSeconds(30), NOW.plusSeconds(60)));
        add(notice("n3", true, NOW.minusSeconds(90), NOW.plusSeconds(60)));
        add(notice("n4", true, NOW.plusSeconds(1), NOW.plusSeconds(60)));
        add(notice("n5", true, NOW.minusSeconds(60), NOW));

        assertThat(current(NOW)).containsExactly("n3", "n2", "n1");
        assertThat(current(NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void itIsChangedAndRemoved() {
        add(notice("n1", false, NOW, NOW.plusSeconds(60)));
        var changed =
                new Notice(new NoticeId("n1"), Optional.of(POLICE), "Nytt", true, NOW, NOW.plus(Duration.ofDays(2)));

        assertThat(change(changed)).isTrue();

        Optional<Notice> found = database.read(transaction -> Notices.find(transaction, new NoticeId("n1")));
        assertThat(found).contains(changed);
        assertThat(list(Optional.of(POLICE))).containsExactly(changed);
        assertThat(remove(changed)).isTrue();
        assertThat(remove(changed)).isFalse();
        assertThat(change(changed)).isFalse();
    }

    @Test
    void whenThereAreTooManyTheLongestEndedGoesAndWithoutAnySuchTheNewOneIsRefused() {
        for (int i = 0; i < Notices.NOTICES_MAX; i++) {
            add(notice("n" + i, false, NOW.minusSeconds(600), i < 2 ? NOW.minusSeconds(10L - i) : NOW.plusSeconds(60)));
        }

        assertThat(add(notice("more-1", false, NOW, NOW.plusSeconds(60)))).isTrue();
        assertThat(add(notice("more-2", false, NOW, NOW.plusSeconds(60)))).isTrue();
        assertThat(add(notice("more-3", false, NOW, NOW.plusSeconds(60)))).isFalse();

        assertThat(list(Optional.empty()))
                .hasSize(Notices.NOTICES_MAX)
                .noneMatch(notice -> List.of("n0", "n1").contains(notice.id().text()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n ", "one\ntwo\nthree", "turned \u202e round", "a\u0000b", "tab\there"})
    void aTextThatIsNoneIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> Notice.text(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("three", "turned");
    }

    @Test
    void aTextHasTwoLinesAndAHundredAndFortyCharactersAsPeopleCountThem() {
        assertThat(Notice.text("  Ett  \r\n\n Två ")).isEqualTo("Ett\nTvå");
        assertThat(Notice.text("🚓".repeat(70) + "\n" + "ö".repeat(70))).contains("\n");
        assertThatThrownBy(() -> Notice.text("a".repeat(70) + "\n" + "b".repeat(71)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itMustEndAndWithinAMonth() {
        assertThatThrownBy(() -> notice("n1", false, NOW, NOW)).hasMessageContaining("must be after the start");
        assertThatThrownBy(() ->
                        notice("n1", false, NOW, NOW.plus(Notice.LASTS_MAX).plusSeconds(1)))
                .hasMessageContaining("31 days");
        assertThat(notice("n1", false, NOW, NOW.plus(Notice.LASTS_MAX)).until()).isAfter(NOW);
    }

    @Test
    void itSaysNothingOfItsTextWhereItIsPutByMistake() {
        assertThat(notice("n1", false, NOW, NOW.plusSeconds(1)).toString()).doesNotContain("Möte");
    }

    private static Notice notice(String id, boolean important, Instant from, Instant until) {
        return new Notice(new NoticeId(id), Optional.of(POLICE), "Möte", important, from, until);
    }

    private List<Notice> list(Optional<PartnerId> partner) {
        return database.read(transaction -> Notices.list(transaction, partner));
    }

    private boolean change(Notice notice) {
        return database.write(transaction -> Notices.change(transaction, notice));
    }

    private boolean remove(Notice notice) {
        return database.write(transaction -> Notices.remove(transaction, notice.id()));
    }

    private boolean add(Notice notice) {
        return database.write(transaction -> Notices.add(transaction, notice, NOW));
    }

    private List<String> current(Instant now) {
        return database.read(transaction -> Notices.current(transaction, now)).stream()
                .map(notice -> notice.id().text())
                .toList();
    }
}
