package knutpunkt.kiosk.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.ids.OpaqueIds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreensTest {
    private static final Visitor STRANGER = new Visitor(Optional.empty(), false);
    private static final Visitor AT_THE_TABLE = new Visitor(Optional.empty(), true);

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
    private final Random random = new Random(1);
    private Database database;
    private Screens screens;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("site.db"));
        screens = screens(false);
    }

    private Screens screens(boolean pairsItself) {
        return new Screens(database, now::get, new OpaqueIds(random), random, pairsItself);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aStrangerShowsNothingAndHasNoCodeUntilItAsks() {
        assertThat(standing(STRANGER)).isEqualTo(new Standing.Waiting(Optional.empty()));
        assertThat(standing(new Visitor(Optional.of("unheard of"), true)))
                .isEqualTo(new Standing.Waiting(Optional.empty()));
    }

    @Test
    void whoeverAsksGetsACodeAndKeepsItWhileItIsGood() {
        Visitor visitor = asked("a");
        PairingCode code = code(visitor);

        assertThat(screens.ask(visitor, "other")).isEqualTo(Screens.Asked.WAITING);
        pass(Screens.CODE_LASTS.minusMillis(1));

        assertThat(code(visitor)).isEqualTo(code);
        assertThat(standing(new Visitor(Optional.of("other"), false)))
                .isEqualTo(new Standing.Waiting(Optional.empty()));
    }

    @Test
    void aCodeThatHasRunOutPairsNothingAndItsScreenBeginsAnew() {
        Visitor visitor = asked("a");
        PairingCode code = code(visitor);
        pass(Screens.CODE_LASTS);

        assertThat(standing(visitor)).isEqualTo(new Standing.Waiting(Optional.empty()));
        assertThat(screens.pair(code, "Hallen", Place.INDOORS)).isInstanceOf(Screens.Pairing.NoSuchCode.class);
        assertThat(screens.ask(visitor, "b")).isEqualTo(Screens.Asked.ADMITTED);
        assertThat(code(new Visitor(Optional.of("b"), false))).isNotEqualTo(code);
    }

    @Test
    void theCodeMakesTheScreenOneOfTheSites() {
        Visitor visitor = asked("a");

        Screens.Pairing pairing = screens.pair(code(visitor), "  Hallen ", Place.STREET);

        assertThat(pairing).isInstanceOf(Screens.Pairing.Done.class);
        assertThat(standing(visitor)).isEqualTo(new Standing.Paired(Place.STREET));
        assertThat(screens.list()).singleElement().satisfies(screen -> {
            assertThat(screen.name()).isEqualTo("Hallen");
            assertThat(screen.place()).isEqualTo(Place.STREET);
            assertThat(screen.pairedAt()).isEqualTo(now.get());
        });
        assertThat(screens.ask(visitor, "b")).isEqualTo(Screens.Asked.PAIRED);
        pass(Duration.ofDays(3_000));
        assertThat(standing(visitor)).isInstanceOf(Standing.Paired.class);
    }

    @Test
    void aCodePairsOnce() {
        PairingCode code = code(asked("a"));
        screens.pair(code, "Hallen", Place.INDOORS);

        assertThat(screens.pair(code, "Köket", Place.INDOORS)).isInstanceOf(Screens.Pairing.NoSuchCode.class);
    }

    @Test
    void itIsRenamedAndMovedAndRevoked() {
        Visitor visitor = asked("a");
        screens.pair(code(visitor), "Hallen", Place.INDOORS);
        ScreenId id = screens.list().getFirst().id();

        assertThat(screens.change(id, "Fönstret", Place.STREET).orElseThrow().name())
                .isEqualTo("Fönstret");
        assertThat(standing(visitor)).isEqualTo(new Standing.Paired(Place.STREET));

        assertThat(screens.revoke(id)).isTrue();
        assertThat(standing(visitor)).isEqualTo(new Standing.Waiting(Optional.empty()));
        assertThat(screens.list()).isEmpty();
        assertThat(screens.revoke(id)).isFalse();
        assertThat(screens.change(id, "Fönstret", Place.STREET)).isEmpty();
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        PairingCode code = code(asked("a"));

        assertThatThrownBy(() -> screens.pair(code, " ", Place.INDOORS)).isInstanceOf(IllegalArgumentException.class);
        assertThat(standing(new Visitor(Optional.of("a"), false))).isInstanceOf(Standing.Waiting.class);
    }

    @Test
    void atMostFiftyWaitAndThoseWhoseCodeRanOutMakeRoom() {
        for (int i = 0; i < Screens.WAITING_MAX; i++) {
            asked("p" + i);
        }

        assertThat(screens.ask(STRANGER, "one more")).isEqualTo(Screens.Asked.TOO_MANY);
        pass(Screens.CODE_LASTS);
        assertThat(screens.ask(STRANGER, "one more")).isEqualTo(Screens.Asked.ADMITTED);
    }

    @Test
    void noMoreAreWaitingForThosePaired() {
        for (int i = 0; i < Screens.PAIRED_MAX; i++) {
            screens.pair(code(asked("p" + i)), "Skärm " + i, Place.INDOORS);
        }

        assertThat(screens.list()).hasSize(Screens.PAIRED_MAX);
        assertThat(screens.pair(code(asked("one more")), "En till", Place.INDOORS))
                .isInstanceOf(Screens.Pairing.TooMany.class);
    }

    @Test
    void onlyTheHashOfASecretIsKept() {
        String secret = new ScreenCookie(random).fresh();
        asked(ScreenCookie.proof(secret));

        List<String> rows = database.read(transaction -> transaction.list(
                "SELECT concat_ws(' ', id, name, place, token_hash, code) AS text FROM screen",
                row -> row.text("text")));

        assertThat(secret).hasSize(64);
        assertThat(rows)
                .singleElement()
                .asString()
                .contains(ScreenCookie.proof(secret))
                .doesNotContain(secret);
    }

    @Test
    void codesAreReadableAndDifferent() {
        var codes = new HashSet<String>();
        IntStream.range(0, 5_000)
                .forEach(_ -> codes.add(PairingCode.fresh(random).text()));

        assertThat(codes).hasSizeGreaterThan(4_990).allMatch(code -> code.matches("[A-Z3-9]{8}"));
        assertThat(codes).noneMatch(code -> code.matches(".*[AEIOUYBGLSZ01258].*"));
        assertThat(new PairingCode("CDFHJKMN").grouped()).isEqualTo("CDFH JKMN");
        assertThat(PairingCode.parse(" cdfh–jkmn ")).isEqualTo(new PairingCode("CDFHJKMN"));
        assertThatThrownBy(() -> PairingCode.parse("CDFHJKM0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBrowserAtTheServicesMachineIsTheTableWhereThatIsSaidAndIsListed() {
        assertThat(standing(AT_THE_TABLE)).isInstanceOf(Standing.Waiting.class);

        screens = screens(true);

        assertThat(standing(AT_THE_TABLE)).isEqualTo(new Standing.Paired(Place.INDOORS));
        assertThat(standing(STRANGER)).isInstanceOf(Standing.Waiting.class);
        assertThat(screens.list()).extracting(PairedScreen::id).containsExactly(Screens.TABLE);
        assertThat(screens.ask(AT_THE_TABLE, "a")).isEqualTo(Screens.Asked.PAIRED);
    }

    @Test
    void theTableOnceRevokedStaysSoAndCanBePairedLikeAnyOther() {
        screens = screens(true);

        assertThat(screens.revoke(Screens.TABLE)).isTrue();
        screens = screens(true);

        assertThat(standing(AT_THE_TABLE)).isInstanceOf(Standing.Waiting.class);
        assertThat(screens.list()).isEmpty();
        assertThat(screens.revoke(Screens.TABLE)).isFalse();
        assertThat(screens.ask(AT_THE_TABLE, "a")).isEqualTo(Screens.Asked.ADMITTED);
        var visitor = new Visitor(Optional.of("a"), true);
        screens.pair(code(visitor), "Bordet", Place.INDOORS);
        assertThat(standing(visitor)).isInstanceOf(Standing.Paired.class);
    }

    @Test
    void theTableIsNobodysWhereItIsNotSaidAnyLonger() {
        screens = screens(true);

        screens = screens(false);

        assertThat(standing(AT_THE_TABLE)).isInstanceOf(Standing.Waiting.class);
    }

    private Visitor asked(String proof) {
        assertThat(screens.ask(STRANGER, proof)).isEqualTo(Screens.Asked.ADMITTED);
        return new Visitor(Optional.of(proof), false);
    }

    private Standing standing(Visitor visitor) {
        return screens.standings(now.get()).of(visitor);
    }

    private PairingCode code(Visitor visitor) {
        return ((Standing.Waiting) standing(visitor)).code().orElseThrow();
    }

    private void pass(Duration time) {
        now.set(now.get().plus(time));
    }
}
