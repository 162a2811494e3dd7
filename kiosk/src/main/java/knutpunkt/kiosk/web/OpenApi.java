package knutpunkt.kiosk.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The API's document: served as it is, and asked which methods a path has, so that a wrong one is answered by 405. */
public final class OpenApi implements HttpService {
    /** Where it is served; the only path of the API that needs no token. */
    static final String PATH = Answer.API + "/openapi.yaml";

    private static final String RESOURCE = "/openapi.yaml";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    private final byte[] document;
    private final List<Known> known;

    private record Known(Pattern path, Set<String> methods) {}

    private OpenApi(byte[] document, List<Known> known) {
        this.document = document;
        this.known = known;
    }

    /** The document in this jar. */
    public static OpenApi load() {
        try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the jar must hold [" + RESOURCE + "]");
            }
            byte[] document = in.readAllBytes();
            Map<?, ?> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(document, UTF_8));
            Map<?, ?> paths = (Map<?, ?>) root.get("paths");
            if (paths == null) {
                throw new IllegalStateException("[" + RESOURCE + "] must have paths");
            }
            return new OpenApi(
                    document, paths.entrySet().stream().map(OpenApi::known).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("[" + RESOURCE + "] cannot be read", e);
        }
    }

    private static Known known(Map.Entry<?, ?> entry) {
        // Each {id} stands for one path segment; everything else in our paths is literal.
        String path = entry.getKey().toString().replaceAll("\\{[^}]+}", "[^/]+");
        Set<String> methods = ((Map<?, ?>) entry.getValue())
                .keySet().stream()
                        .map(Object::toString)
                        .filter(METHODS::contains)
                        .map(method -> method.toUpperCase(Locale.ROOT))
                        .collect(Collectors.toCollection(TreeSet::new));
        return new Known(Pattern.compile(Answer.API + path), methods);
    }

    /** The methods that this path has; none for a path that is not in the document. */
    Set<String> methods(String path) {
        return known.stream()
                .filter(one -> one.path().matcher(path).matches())
                .findFirst()
                .map(Known::methods)
                .orElse(Set.of());
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, (_, response) -> {
            response.header(HeaderNames.CONTENT_TYPE, "application/yaml");
            response.send(document);
        });
    }
}
