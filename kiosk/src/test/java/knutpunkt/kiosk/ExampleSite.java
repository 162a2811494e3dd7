package knutpunkt.kiosk;

import knutpunkt.kiosk.web.ContractClient;
import knutpunkt.kiosk.web.ContractClient.Reply;

/** Puts people into a running site over its API, the short way. */
public final class ExampleSite {
    private final ContractClient client;

    public ExampleSite(RunningSite site) {
        this.client = site.client();
    }

    /** Ids of what was added. */
    public String partner(String name) {
        return id(client.post("/partners", "{\"name\":\"" + name + "\"}"));
    }

    public String person(String partner, String name) {
        return id(client.post("/people", "{\"partner\":\"" + partner + "\",\"name\":\"" + name + "\"}"));
    }

    public String badge(String person, String label, String number) {
        return id(client.post(
                "/badges", "{\"person\":\"" + person + "\",\"label\":\"" + label + "\",\"badge\":\"" + number + "\"}"));
    }

    public String grant(String person, String door) {
        return id(client.post("/grants", """
                {"person":"%s","doors":["%s"],"validFrom":"2026-01-01T00:00:00Z","validUntil":"2027-01-01T00:00:00Z"}""".formatted(person, door)));
    }

    private static String id(Reply reply) {
        if (reply.status() != 201) {
            throw new AssertionError("201 expected, not " + reply.status() + ": " + reply.text());
        }
        return reply.text("id");
    }
}
