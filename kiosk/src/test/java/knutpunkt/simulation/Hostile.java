package knutpunkt.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.MalformedMessage;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.session.End;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.Outgoing;

/**
 * Whoever has taken the broker over: sees all that is carried and remembers it, hands it over again, changed, to others, as
 * something kept, or unsigned, and keeps commands back. What it may not achieve the {@link knutpunkt.simulation.model.Model}
 * knows. It is also where the model learns what is carried at all.
 */
final class Hostile implements SimulatedBroker.Carrier {
    private static final List<Channel> CHANNELS = List.of(Channel.values());
    private static final int REMEMBERED_MAX = 60;
    private static final int REPLAYS_AFTER_LOSS = 12;

    private static final Duration AT_ONCE = Duration.ofMillis(500);

    /** While a challenge lives, and beyond. */
    private static final Duration SOON = Duration.ofSeconds(14);

    private static final Duration LATE = Duration.ofSeconds(60);

    private final World world;
    private final SplittableRandom random;
    private final List<ControllerId> controllers;
    private final Set<String> lost = new HashSet<>();
    private final Map<Channel, List<Outgoing>> remembered = new EnumMap<>(Channel.class);

    Hostile(World world, SplittableRandom random, List<ControllerId> controllers) {
        this.world = world;
        this.random = random;
        this.controllers = List.copyOf(controllers);
    }

    private boolean isQuiet() {
        return world.weather().hostilities().isZero();
    }

    @Override
    public boolean carries(Outgoing message) {
        world.model().carried(message.topic(), message.payload(), Administrator.NAME);
        Topic topic = Topic.parse(message.topic()).orElseThrow();
        List<Outgoing> same = remembered.computeIfAbsent(topic.channel(), _ -> new ArrayList<>());
        if (same.size() == REMEMBERED_MAX) {
            same.remove(REMEMBERED_MAX / 2); // the oldest stay: they are worth most to whoever replays
        }
        same.add(message);
        return switch (topic.channel()) {
            case EVENTS_ACK -> acknowledges(message);
            case COMMANDS -> isQuiet() || commands(message, topic);
            case STATE,
                    HEARTBEAT,
                    LEASE,
                    EVENTS,
                    ACCESS_WANT,
                    ACCESS_UPDATE,
                    ACCESS_RECEIPT,
                    ACCESS_RECALL,
                    ACCESS_HELD,
                    COMMANDS_RESULT,
                    KEYS_WANT,
                    KEYS_UPDATE -> true;
        };
    }

    private boolean acknowledges(Outgoing message) {
        if (read(Channel.EVENTS_ACK, message) instanceof EventAck.Committed(var journal, var upTo)) {
            world.model().acknowledged(journal.text(), upTo);
        }
        return true;
    }

    private static Object read(Channel channel, Outgoing message) {
        try {
            return MessageCodec.decode(channel, message.payload());
        } catch (MalformedMessage e) {
            throw new AssertionError("what the program sends is well formed", e);
        }
    }

    /** A command is worth the most: it comes again, soon or late, or for another door, or only as one that was kept. */
    private boolean commands(Outgoing message, Topic topic) {
        var command = (Command) read(Channel.COMMANDS, message);
        String client = topic.controller().text();
        switch (random.nextInt(5)) {
            case 0 -> {
                world.story().tell("command %s is handed over as a kept one".formatted(command.id()));
                world.model().spoilt(command.id().text());
                remembered
                        .getOrDefault(Channel.COMMANDS, List.of())
                        .remove(message); // handed over later it would be a late one
                smuggle(Duration.ofSeconds(4), client, incoming(message, message.payload(), true));
                return false;
            }
            case 1 -> smuggle(SOON, client, incoming(message, message.payload(), false));
            case 2 -> smuggle(LATE, client, incoming(message, message.payload(), false));
            case 3 -> {
                char[] other = command.id().text().toCharArray();
                other[0] = other[0] == '0' ? '1' : '0';
                var forged = new Command(
                        new CommandId(new String(other)),
                        command.door(),
                        command.point(),
                        command.action(),
                        command.challenge());
                smuggle(SOON, client, incoming(message, MessageCodec.encode(forged), false));
            }
            default -> {}
        }
        return true;
    }

    private static Incoming incoming(Outgoing from, byte[] payload, boolean retained) {
        return new Incoming(from.topic(), payload, from.jws(), 1, retained);
    }

    private void smuggle(Duration within, String client, Incoming message) {
        world.timeline().after(Duration.ofMillis(random.nextLong(within.toMillis())), () -> {
            boolean _ = !isQuiet() && world.broker().smuggle(client, message);
        });
    }

    @Override
    public void delivered(String client, String topic) {
        Channel channel = Topic.parse(topic).orElseThrow().channel();
        if (channel == Channel.LEASE || channel == Channel.ACCESS_UPDATE) {
            world.model().heard(client, world.timeline().nanos());
        }
    }

    /** A controller has lost what it had: as soon as it is heard of, lists that went to it before are offered to it again. */
    void lost(ControllerId controller) {
        lost.add(controller.text());
    }

    @Override
    public void connected(String client) {
        if (!isQuiet() && lost.remove(client)) {
            remembered.getOrDefault(Channel.ACCESS_UPDATE, List.of()).stream()
                    .filter(one -> controllerOf(one).equals(client))
                    .limit(REPLAYS_AFTER_LOSS)
                    .forEach(one -> smuggle(AT_ONCE, client, incoming(one, one.payload(), false)));
        }
    }

    private static String controllerOf(Outgoing message) {
        return Topic.parse(message.topic()).orElseThrow().controller().text();
    }

    /** Does something. */
    void act() {
        Channel channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        List<Outgoing> all = remembered.getOrDefault(channel, List.of());
        if (all.isEmpty()) {
            return;
        }
        Outgoing one = all.get(random.nextInt(all.size()));
        Topic topic = Topic.parse(one.topic()).orElseThrow();
        String client = topic.channel().sender() == Channel.Sender.SERVICE
                ? topic.controller().text()
                : new End.Service().sender();
        boolean _ = world.broker().smuggle(client, changed(one, topic));
    }

    private Incoming changed(Outgoing one, Topic topic) {
        ControllerId other = controllers.get(random.nextInt(controllers.size()));
        return switch (random.nextInt(7)) {
            case 0 -> incoming(one, one.payload(), true);
            case 1 -> incoming(one, bent(one.payload()), false);
            case 2 -> new Incoming(one.topic(), one.payload(), Optional.empty(), 1, false);
            case 3 -> {
                var signer = world.signer(new End.Controller(other));
                yield new Incoming(
                        one.topic(), one.payload(), Optional.of(signer.sign(one.topic(), one.payload())), 1, false);
            }
            case 4 ->
                new Incoming(
                        new Topic(world.site(), other, topic.channel()).text(), one.payload(), one.jws(), 1, false);
            case 5 ->
                new Incoming(
                        new Topic(new SiteId("another"), topic.controller(), topic.channel()).text(),
                        one.payload(),
                        one.jws(),
                        1,
                        false);
            default -> incoming(one, one.payload(), false);
        };
    }

    private byte[] bent(byte[] payload) {
        byte[] bent = payload.clone();
        bent[random.nextInt(bent.length)] ^= 1;
        return bent;
    }
}
