package knutpunkt.kiosk.broker;

import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import knutpunkt.wire.broker.AccessRules;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CompositeAddress;
import org.jspecify.annotations.Nullable;

/**
 * The second lock behind {@link ClientGate}: the broker asks here before it opens a session, takes a message, or gives one.
 * An address is an MQTT topic or filter as it was
 * written, because the wildcard characters are MQTT's; a queue may be named behind it.
 */
final class CertificateSecurity implements ActiveMQSecurityManager5 {
    private final AccessRules rules;

    CertificateSecurity(AccessRules rules) {
        this.rules = rules;
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            @Nullable RemotingConnection connection,
            @Nullable String domain) {
        if (connection == null) {
            return null;
        }
        if (connection.getSubject() != null) {
            // This very connection showed its certificate before, and an MQTT connection never changes its client id.
            return connection.getSubject();
        }
        if (!(connection.getTransportConnection() instanceof NettyConnection netty)) {
            return null;
        }
        Optional<String> client = Identity.of(netty.getChannel())
                .filter(this::isKnown)
                .filter(name -> name.equals(connection.getClientID()));
        return client.map(CertificateSecurity::subject).orElse(null);
    }

    @Override
    public boolean authorize(@Nullable Subject subject, Set<Role> roles, CheckType type, String place) {
        String address = CompositeAddress.extractAddressName(place);
        Optional<String> client = Optional.ofNullable(subject)
                .flatMap(known -> known.getPrincipals(UserPrincipal.class).stream()
                        .map(UserPrincipal::getName)
                        .findFirst());
        return client.filter(name -> switch (type) {
                    case SEND -> rules.mayPublish(name, address);
                    // Whoever comes first to a topic makes its address, publishing or subscribing.
                    case CREATE_ADDRESS -> rules.mayPublish(name, address) || rules.maySubscribe(name, address);
                    case CONSUME,
                            CREATE_DURABLE_QUEUE,
                            CREATE_NON_DURABLE_QUEUE,
                            DELETE_ADDRESS,
                            DELETE_DURABLE_QUEUE,
                            DELETE_NON_DURABLE_QUEUE -> rules.maySubscribe(name, address);
                    case MANAGE, BROWSE, VIEW, EDIT -> false;
                })
                .isPresent();
    }

    @Override
    public boolean validateUser(String user, String password) {
        return false;
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType type) {
        return false;
    }

    /** Whether the rules have anything for it at all. */
    private boolean isKnown(String name) {
        return !rules.filters(name).isEmpty();
    }

    private static Subject subject(String client) {
        var subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(client));
        return subject;
    }
}
