package knutpunkt.kiosk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import knutpunkt.settings.BadStart;

/** What stands behind a command on the command line: options, each with its value; one nobody asks for is refused. */
final class Arguments {
    private final Map<String, List<String>> options = new HashMap<>();

    private Arguments() {}

    /**
     * Reads what follows the command.
     *
     * @param from the index of the first option
     * @throws BadStart when an option has no value
     */
    static Arguments of(String[] arguments, int from) {
        var read = new Arguments();
        for (int i = from; i < arguments.length; i += 2) {
            String option = arguments[i];
            if (!option.startsWith("--") || i + 1 == arguments.length) {
                throw new BadStart("[" + option + "] must be an option with a value behind it");
            }
            read.options.computeIfAbsent(option, _ -> new ArrayList<>()).add(arguments[i + 1]);
        }
        return read;
    }

    Path path(String option) {
        return value(option, Path::of);
    }

    int port(String option) {
        return value(option, KioskConfig::port);
    }

    /** Whether an option that may be left out stands there; {@code yes} is all it can say. */
    boolean saysYes(String option) {
        return options.containsKey(option) && value(option, Arguments::yes);
    }

    private static boolean yes(String text) {
        if (!text.equals("yes")) {
            throw new IllegalArgumentException("[" + text + "] must be yes, or the option be left out");
        }
        return true;
    }

    /** The value of an option that stands there once. */
    <T> T value(String option, Function<String, T> read) {
        List<T> values = values(option, read);
        if (values.size() > 1) {
            throw new BadStart("[" + option + "] stands there twice");
        }
        return values.getFirst();
    }

    /** The value of an option that may be left out. */
    <T> Optional<T> find(String option, Function<String, T> read) {
        return options.containsKey(option) ? Optional.of(value(option, read)) : Optional.empty();
    }

    /** The values of an option that stands there once or more often. */
    <T> List<T> values(String option, Function<String, T> read) {
        List<String> texts = Optional.ofNullable(options.remove(option))
                .orElseThrow(() -> new BadStart("[" + option + "] is missing"));
        try {
            return texts.stream().map(read).toList();
        } catch (IllegalArgumentException e) {
            throw new BadStart(option + " " + e.getMessage(), e);
        }
    }

    /** The values of an option that may be left out. */
    <T> List<T> valuesIfAny(String option, Function<String, T> read) {
        return options.containsKey(option) ? values(option, read) : List.of();
    }

    /** All options have been asked for. */
    void end() {
        options.keySet().stream().sorted().findFirst().ifPresent(option -> {
            throw new BadStart("[" + option + "] is no option of this command");
        });
    }
}
