package knutpunkt.kiosk.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.Rejection;
import knutpunkt.wire.session.SampleMessages;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.SigningKeys;
import knutpunkt.wire.signature.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeTest {
    private static final SiteId SITE = new SiteId("demo");
    private static final KeyPair SERVICE = SigningKeys.make(new SecureRandom());
    private static final KeyPair C1 = SigningKeys.make(new SecureRandom());

    private final Judge judge =
            new Judge(
                    SITE,
                    new Verifier(
                            SITE,
                            sender -> Optional.ofNullable(
                                            Map.of("service", SERVICE, "c1", C1).get(sender))
                                    .map(KeyPair::getPublic)
                                    .stream()
                                    .toList()));

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aMessageOfEitherEndIsVerifiedByItsSendersKey(Channel channel) {
        byte[] payload = MessageCodec.encode(SampleMessages.of(channel));

        Sight sight = look(channel, payload, signed(channel, payload), channel.retained());

        assertThat(sight.wrong()).isEmpty();
        assertThat(sight.content()).isEqualTo(new String(payload, UTF_8));
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void oneThatNobodySignedIsSaidToBeSo(Channel channel) {
        byte[] payload = MessageCodec.encode(SampleMessages.of(channel));

        assertThat(look(channel, payload, Optional.empty(), channel.retained()).wrong())
                .contains(Rejection.UNSIGNED);
    }

    @Test
    void whatIsWrongIsSaidInTheWordsOfWhoeverItIsFor() {
        byte[] payload = MessageCodec.encode(SampleMessages.of(Channel.COMMANDS));
        Optional<String> good = signed(Channel.COMMANDS, payload);
        var mallory = new Signer("service", SITE, C1.getPrivate());

        assertThat(look(Channel.COMMANDS, "{}".getBytes(UTF_8), good, false).wrong())
                .contains(Rejection.WRONG_SIGNATURE);
        assertThat(look(Channel.COMMANDS, payload, Optional.of(mallory.sign(text(Channel.COMMANDS), payload)), false)
                        .wrong())
                .contains(Rejection.WRONG_SIGNATURE);
        assertThat(look(Channel.EVENTS, payload, good, false).wrong()).contains(Rejection.WRONG_SENDER);
        assertThat(look(Channel.LEASE, payload, good, false).wrong()).contains(Rejection.WRONG_TOPIC);
        assertThat(look(Channel.COMMANDS, payload, good, true).wrong()).contains(Rejection.RETAINED);
        assertThat(look(Channel.COMMANDS, payload, Optional.of("x"), false).wrong())
                .contains(Rejection.MALFORMED_SIGNATURE);
        byte[] large = " ".repeat(Channel.COMMANDS.bytesMax() + 1).getBytes(UTF_8);
        assertThat(look(Channel.COMMANDS, large, Optional.empty(), false).wrong())
                .contains(Rejection.OVERSIZED);
        byte[] garbage = "garbage".getBytes(UTF_8);
        assertThat(look(Channel.COMMANDS, garbage, signed(Channel.COMMANDS, garbage), false)
                        .wrong())
                .contains(Rejection.MALFORMED);
    }

    @Test
    void anotherSitesMessageIsForeign() {
        var message = new Incoming("knutpunkt/v1/other/controllers/c1/state", new byte[0], Optional.empty(), 1, false);

        assertThat(judge.look(Instant.EPOCH, message).wrong()).contains(Rejection.FOREIGN_TOPIC);
    }

    @Test
    void aFieldThatThisProgramDoesNotKnowIsNotShown() {
        String known = new String(MessageCodec.encode(SampleMessages.of(Channel.LEASE)), UTF_8);
        byte[] payload =
                known.replaceFirst("\\{", "{\"pinVerifier\":\"secret\",").getBytes(UTF_8);

        Sight sight = look(Channel.LEASE, payload, signed(Channel.LEASE, payload), false);

        assertThat(sight.wrong()).isEmpty();
        assertThat(sight.content()).isEqualTo(known);
    }

    private Sight look(Channel channel, byte[] payload, Optional<String> jws, boolean retained) {
        return judge.look(Instant.EPOCH, new Incoming(text(channel), payload, jws, 1, retained));
    }

    private static Optional<String> signed(Channel channel, byte[] payload) {
        Signer signer = channel.sender() == Channel.Sender.SERVICE
                ? new Signer("service", SITE, SERVICE.getPrivate())
                : new Signer("c1", SITE, C1.getPrivate());
        return Optional.of(signer.sign(text(channel), payload));
    }

    private static String text(Channel channel) {
        return new Topic(SITE, new ControllerId("c1"), channel).text();
    }
}
