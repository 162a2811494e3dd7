package knutpunkt.controller.panel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.wire.message.WireJson;

/** What each of the panel's addresses does. Any number of threads may ask at a time. */
final class PanelRoutes {
    private static final Pattern BADGE = Pattern.compile("[0-9A-Fa-f]{10}");

    private final List<PanelDoor> doors;
    private final List<ExampleBadge> badges;
    private final PanelPage page;
    private final LongSupplier nanoClock;

    PanelRoutes(List<PanelDoor> doors, List<ExampleBadge> badges, LongSupplier nanoClock) {
        this.doors = List.copyOf(doors);
        this.badges = List.copyOf(badges);
        this.page = PanelPage.of(doors);
        this.nanoClock = nanoClock;
    }

    /** Reads a request's body; too large a one throws {@link TooLarge}. */
    @FunctionalInterface
    interface Body {
        byte[] read() throws IOException;
    }

    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** What to answer, for everything but the cut of the power. */
    Answer answer(String method, String path, Body body) throws IOException {
        var file = page.file(path);
        if (file.isPresent()) {
            return get(method, file::get);
        }
        var steps = Arrays.asList(path.substring(1).split("/", -1));
        return switch (steps.getFirst()) {
            case "badges" -> steps.size() == 1 ? get(method, () -> Answer.json(200, badges)) : notFound(path);
            case "doors" ->
                steps.size() == 1
                        ? get(
                                method,
                                () -> Answer.json(
                                        200, doors.stream().map(PanelDoor::view).toList()))
                        : door(method, path, steps.subList(1, steps.size()), body);
            default -> notFound(path);
        };
    }

    private Answer door(String method, String path, List<String> steps, Body body) throws IOException {
        Optional<PanelDoor> found = doors.stream()
                .filter(door -> door.id().text().equals(steps.getFirst()))
                .findFirst();
        if (found.isEmpty()) {
            return Answer.error(404, "door [" + plain(steps.getFirst()) + "] is not one of this controller's");
        }
        PanelDoor door = found.get();
        if (steps.size() == 1) {
            return get(method, () -> Answer.json(200, door.view()));
        }
        if (steps.size() > 2) {
            return notFound(path);
        }
        return switch (steps.get(1)) {
            case "tap" -> method.equals("POST") ? tap(door, body.read()) : Answer.wrongMethod("POST");
            case "open" -> move(method, door, body, door.hand()::open);
            case "close" -> move(method, door, body, door.hand()::close);
            case "rex" -> move(method, door, body, door.hand()::pressExit);
            default -> notFound(path);
        };
    }

    private static Answer move(String method, PanelDoor door, Body body, Runnable hand) throws IOException {
        if (!method.equals("POST")) {
            return Answer.wrongMethod("POST");
        }
        body.read(); // whatever it says, it must not be too large
        hand.run();
        return Answer.json(200, door.view());
    }

    private Answer tap(PanelDoor door, byte[] body) throws IOException {
        JsonNode request;
        try {
            request = WireJson.mapper().readTree(body);
        } catch (JsonProcessingException _) {
            return Answer.error(400, "the body must be JSON");
        }
        if (!request.isObject()) {
            return Answer.error(400, "the body must be a JSON object with badge and reader");
        }
        JsonNode badge = request.path("badge");
        if (!badge.isTextual() || !BADGE.matcher(badge.textValue()).matches()) {
            return Answer.error(400, "badge must be ten hexadecimal digits");
        }
        Optional<Side> side = Arrays.stream(Side.values())
                .filter(one -> one.word().equals(request.path("reader").textValue()))
                .findFirst();
        if (side.isEmpty()) {
            return Answer.error(400, "reader must be entry or exit");
        }
        long number = Long.parseLong(badge.textValue(), 16);
        return switch (door.tap(side.get(), BadgeRead.em4100(number, nanoClock.getAsLong()))) {
            case SHOWN -> Answer.json(200, door.view());
            case NOTHING_SHOWN -> Answer.error(504, "the reader showed nothing within 2 s");
            case REAL_READER ->
                Answer.error(409, "reader [" + side.get().word() + "] is a real one: hold a badge to it");
            case NO_READER -> Answer.error(400, "reader [" + side.get().word() + "] is not one of this door's");
        };
    }

    private static Answer get(String method, Supplier<Answer> answer) {
        return method.equals("GET") ? answer.get() : Answer.wrongMethod("GET");
    }

    private static Answer notFound(String path) {
        return Answer.error(404, "there is nothing at [" + plain(path) + "]");
    }

    /** What a caller wrote, cut to what an answer may repeat. */
    private static String plain(String text) {
        String safe = text.replaceAll("[^A-Za-z0-9/._-]", "?");
        return safe.length() <= 64 ? safe : safe.substring(0, 64);
    }
}
