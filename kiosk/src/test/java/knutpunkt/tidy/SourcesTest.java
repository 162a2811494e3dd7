package knutpunkt.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Walks the sources for what a compiler does not mind and we do. Each finding says what to do instead. */
class SourcesTest {
    private static final Path TOP = top();
    private static final int LINES_MAX = 400;

    /** A test class tells one story after another, so it may be longer before it is two things. */
    private static final int TEST_LINES_MAX = 520;

    @Test
    void timeIdsAndChanceAreTakenInMainOnly() {
        assertThat(findings(
                        path -> isMain(path) && !path.endsWith("Main.java"),
                        "Instant\\.now\\(|System\\.nanoTime\\(|System\\.currentTimeMillis\\(|UUID\\.randomUUID\\(|Math\\.random\\(",
                        "take a clock or a source of chance as a parameter; Main hands it in"))
                .isEmpty();
    }

    @Test
    void namesSayWhatAThingDoes() {
        assertThat(findings(
                        path -> true,
                        "\\b(class|record|interface|enum) [A-Za-z]*(Manager|Helper|Util|Utils|Impl|Common)\\b",
                        "name the job it does"))
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() {
        assertThat(findings(path -> true, "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b", "do it, or open an issue"))
                .isEmpty();
    }

    @Test
    void testsDoNotSleepAndAreNotSwitchedOff() {
        assertThat(findings(
                        path -> path.toString().contains("/src/test/"),
                        "Thread\\.sl" + "eep\\(|@Dis" + "abled",
                        "wait for what you expect with Awaitility; mend or delete the test"))
                .isEmpty();
    }

    @Test
    void failuresAreNotSwallowedOrThrownBare() {
        assertThat(findings(
                        SourcesTest::isMain,
                        "catch \\((Exception|Throwable|RuntimeException) [a-z_]+\\) *\\{ *\\}|new RuntimeException\\(",
                        "use the module's named exception, or handle it where something can be done"))
                .isEmpty();
    }

    @Test
    void indentationIsSpaces() {
        assertThat(findings(path -> true, "\t", "indent with spaces; the formatter does it"))
                .isEmpty();
    }

    @Test
    void noFileIsTwoThings() {
        var long_ = new ArrayList<String>();
        for (Path path : sources(path -> true)) {
            int lines = lines(path).size();
            if (lines > (isMain(path) ? LINES_MAX : TEST_LINES_MAX)) {
                long_.add(TOP.relativize(path) + " has " + lines + " lines: which two things is it?");
            }
        }
        assertThat(long_).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItOwns() {
        List<Path> without = sources(SourcesTest::isMain).stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                .toList();

        assertThat(without).isEmpty();
    }

    private static List<String> findings(Predicate<Path> which, String pattern, String instead) {
        var compiled = Pattern.compile(pattern);
        var found = new ArrayList<String>();
        for (Path path : sources(which)) {
            List<String> lines = lines(path);
            for (int i = 0; i < lines.size(); i++) {
                if (compiled.matcher(lines.get(i)).find()) {
                    found.add(TOP.relativize(path) + ":" + (i + 1) + " "
                            + lines.get(i).strip() + " -> " + instead);
                }
            }
        }
        return found;
    }

    private static boolean isMain(Path path) {
        return path.toString().contains("/src/main/");
    }

    private static List<Path> sources(Predicate<Path> which) {
        return Stream.of("mqtt-config", "hardware", "controller", "kiosk")
                .flatMap(module -> under(TOP.resolve(module).resolve("src")).stream())
                .filter(path -> path.toString().endsWith(".java"))
                .filter(which)
                .sorted()
                .toList();
    }

    private static List<Path> under(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tests run in the module's folder; the sources of all four lie beside it. */
    private static Path top() {
        Path here = Path.of("").toAbsolutePath();
        Path top = here.endsWith("kiosk") ? here.getParent() : here;
        if (top == null || !Files.exists(top.resolve("mqtt-config"))) {
            throw new IllegalStateException("run the tests from the project's top folder or from kiosk");
        }
        return top;
    }
}
