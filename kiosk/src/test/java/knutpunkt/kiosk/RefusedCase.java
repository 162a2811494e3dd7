package knutpunkt.kiosk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import knutpunkt.kiosk.web.ContractClient.Reply;

/**
 * A request that must be refused with this status, naming this field and this rule, and leave everything as it was.
 *
 * @param body may hold {@code %s} once, for an id that the test knows
 */
public record RefusedCase(int status, String field, String rule, String body) {

    public void check(RunningSite site, String path, Object... values) {
        List<String> before = site.dump();

        Reply reply = site.client().post(path, body.formatted(values));

        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.text("field")).isEqualTo(field);
        assertThat(reply.text("rule")).contains(rule);
        assertThat(site.dump()).isEqualTo(before);
    }

    @Override
    public String toString() {
        return status + " " + field + " " + rule + ": " + body.substring(0, Math.min(80, body.length()));
    }
}
