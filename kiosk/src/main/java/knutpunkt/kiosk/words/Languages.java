package knutpunkt.kiosk.words;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The languages that screens speak: one for each {@code messages_TAG.properties} beside the program, Swedish first. A
 * further language is one more such file.
 */
public final class Languages {
    /** What a screen speaks until somebody asks for another. */
    public static final String FIRST = "sv";

    private static final String FIRST_FILE = "/messages_" + FIRST + ".properties";
    private static final Pattern FILE = Pattern.compile("messages_([a-z]{2,3})\\.properties");

    private final Map<String, Words> all = new LinkedHashMap<>();
    private final Map<String, Set<String>> own = new LinkedHashMap<>();

    private Languages(Map<String, Map<String, String>> files) {
        Map<String, String> first = files.getOrDefault(FIRST, Map.of());
        add(FIRST, first, first);
        files.forEach((tag, texts) -> {
            if (!tag.equals(FIRST)) {
                add(tag, first, texts);
            }
        });
    }

    private void add(String tag, Map<String, String> first, Map<String, String> texts) {
        var whole = new TreeMap<>(first);
        whole.putAll(texts);
        all.put(tag, new Words(tag, whole));
        own.put(tag, Set.copyOf(texts.keySet()));
    }

    /** The languages that came with this program. */
    public static Languages shipped() {
        URL first = Languages.class.getResource(FIRST_FILE);
        if (first == null) {
            throw new IllegalStateException("the jar must hold [" + FIRST_FILE + "]");
        }
        try {
            URI uri = first.toURI();
            if (!uri.getScheme().equals("jar")) {
                return new Languages(in(Path.of(uri).resolveSibling(".")));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return new Languages(in(jar.getPath("/")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the messages cannot be read", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not a place that can be read: " + first, e);
        }
    }

    private static Map<String, Map<String, String>> in(Path folder) throws IOException {
        var files = new TreeMap<String, Map<String, String>>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                Matcher matcher = FILE.matcher(String.valueOf(entry.getFileName()));
                if (matcher.matches()) {
                    files.put(matcher.group(1), read(entry));
                }
            }
        }
        return files;
    }

    private static Map<String, String> read(Path file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        var texts = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
        return texts;
    }

    /** The language every screen begins with. */
    public Words first() {
        return of(FIRST).orElseThrow();
    }

    /** A language by its tag; empty for one that there is not. */
    public Optional<Words> of(String tag) {
        return Optional.ofNullable(all.get(tag));
    }

    /** The languages that have every word whose key starts so, the first one first. */
    public List<Words> speaking(String prefix) {
        Set<String> wanted = first().startingWith(prefix).keySet();
        return all.values().stream()
                .filter(words -> wanted.stream().allMatch(key -> has(words, prefix + key)))
                .toList();
    }

    private boolean has(Words words, String key) {
        return own.getOrDefault(words.language(), Set.of()).contains(key);
    }
}
