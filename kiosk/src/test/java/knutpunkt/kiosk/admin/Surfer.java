package knutpunkt.kiosk.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A browser without scripts: keeps cookies, follows where forms lead, and carries a page's token with its forms. */
public final class Surfer implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

    private static final Pattern SIGNED_IN = Pattern.compile("data-signed-in=\"([^\"]+)\"");

    private final URI site;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String token = "";

    public Surfer(URI site) {
        this.site = site;
    }

    /** What came back, after where it led. */
    public record Seen(int status, String path, String text, HttpResponse<String> response) {
        /** The text without its tags. */
        public String words() {
            return text.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
        }

        /** As whom the page was made. */
        public String signedInAs() {
            Matcher as = SIGNED_IN.matcher(text);
            return as.find() ? as.group(1) : "";
        }
    }

    public void cookie(String name, String value) {
        cookies.put(name, value);
    }

    public Map<String, String> cookies() {
        return Map.copyOf(cookies);
    }

    public Seen get(String path) {
        return follow(send(path, HttpRequest.newBuilder().GET()));
    }

    /** Sends a form with the token of the page that was seen last. */
    public Seen post(String path, String... namesAndValues) {
        return follow(postOnce(path, form(token, namesAndValues)));
    }

    /** Searches for words at a page with a list: people or badges. */
    public Seen find(String path, String words) {
        get(path);
        return path.endsWith("/people")
                ? post(path + "/find", "q", words, "partner", "")
                : post(path + "/find", "q", words);
    }

    /** Adds a person of a partner by the form for it, in no group. */
    public Seen addPerson(String partner, String name, String alias, String visibility, String until) {
        return person("/admin/people/new", name, alias, visibility, until, "partner", partner);
    }

    /** Changes a person by the form on the person's page, to be in no group. */
    public Seen changePerson(String person, String name, String alias, String visibility, String until) {
        return person("/admin/people/" + person, name, alias, visibility, until);
    }

    private Seen person(
            String path, String name, String alias, String visibility, String until, String... namesAndValues) {
        String[] fields = {"name", name, "alias", alias, "visibility", visibility, "group", "", "until", until};
        return post(path, Stream.of(fields, namesAndValues).flatMap(Stream::of).toArray(String[]::new));
    }

    /** Sends a body as a form, whatever it is, and does not follow. */
    public HttpResponse<String> postOnce(String path, String body) {
        return send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The token of the page that was seen last. */
    public String token() {
        return token;
    }

    public static String form(String token, String... namesAndValues) {
        var body = new StringBuilder("token=" + URLEncoder.encode(token, UTF_8));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            body.append('&')
                    .append(URLEncoder.encode(namesAndValues[i], UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], UTF_8));
        }
        return body.toString();
    }

    private Seen follow(HttpResponse<String> response) {
        HttpResponse<String> last = response;
        for (int i = 0; last.statusCode() == 303 && i < 5; i++) {
            last = send(
                    last.headers().firstValue("Location").orElseThrow(),
                    HttpRequest.newBuilder().GET());
        }
        Matcher matcher = TOKEN.matcher(last.body());
        if (matcher.find()) {
            token = matcher.group(1);
        }
        return new Seen(last.statusCode(), last.uri().getPath(), last.body(), last);
    }

    public HttpResponse<String> send(String path, HttpRequest.Builder request) {
        var header = new StringBuilder();
        cookies.forEach((name, value) -> header.append(header.isEmpty() ? "" : "; ")
                .append(name)
                .append('=')
                .append(value));
        if (!header.isEmpty()) {
            request.header("Cookie", header.toString());
        }
        try {
            HttpResponse<String> response =
                    client.send(request.uri(site.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String setCookie) {
        String pair = setCookie.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        String value = pair.substring(pair.indexOf('=') + 1);
        if (value.isEmpty()) {
            cookies.remove(name);
        } else {
            cookies.put(name, value);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
