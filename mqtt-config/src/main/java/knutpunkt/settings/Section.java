package knutpunkt.settings;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One mapping of a YAML file, asked for key by key; {@link #end} refuses the keys that nobody asked for. It reads the
 * nodes as they stand in the file, so no text of the file can construct anything, and every message knows its line.
 */
public final class Section {
    private static final int CHARACTERS_MAX = 65_536;
    private static final int NESTING_MAX = 12;
    private static final String NONE = "none";

    private final String file;
    private final String path;
    private final int line;
    private final Map<String, Node> values;
    private final Set<String> asked = new HashSet<>();

    private Section(String file, String path, Node node) {
        this.file = file;
        this.path = path;
        this.line = lineOf(node);
        this.values = valuesOf(node);
    }

    /**
     * The whole file.
     *
     * @param file its name, for messages
     * @throws BadStart if it is not one YAML mapping
     */
    public static Section parse(String file, String text) {
        var options = new LoaderOptions();
        options.setCodePointLimit(CHARACTERS_MAX);
        options.setNestingDepthLimit(NESTING_MAX);
        try {
            @Nullable Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                throw new BadStart(file + ": the file is empty");
            }
            return new Section(file, "", root);
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            String where = mark == null ? "" : " line " + (mark.getLine() + 1);
            throw new BadStart(file + where + ": this is not YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new BadStart(file + ": this is not YAML that can be read here: " + firstLine(e), e);
        }
    }

    /** A value that must be there. What {@code read} rejects with {@link IllegalArgumentException} is told with its line. */
    public <T> T value(String key, Function<String, T> read) {
        return read(key, required(key), read);
    }

    /** A value that may be left out. */
    public <T> T value(String key, T fallback, Function<String, T> read) {
        return found(key).map(node -> read(key, node, read)).orElse(fallback);
    }

    /** One value, or a list of 1 to {@code max} different ones, that must be there. */
    public <T> List<T> values(String key, int max, Function<String, T> read) {
        Node node = required(key);
        List<Node> entries = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        if (entries.isEmpty() || entries.size() > max) {
            throw bad(key, "must be one value or a list of 1 to " + max);
        }
        List<T> values =
                entries.stream().map(entry -> this.<T>read(key, entry, read)).toList();
        if (new HashSet<>(values).size() != values.size()) {
            throw bad(key, "must not say the same twice");
        }
        return values;
    }

    /** A mapping that may be left out, or be {@code none}. */
    public Optional<Section> section(String key) {
        return found(key).filter(node -> !isNone(node)).map(node -> new Section(file, pathTo(key), node));
    }

    /** Whether the key is there. */
    public boolean has(String key) {
        return found(key).isPresent();
    }

    /** Whether the key is there and says {@code none}. */
    public boolean saysNone(String key) {
        return found(key).filter(Section::isNone).isPresent();
    }

    /** A list of mappings that may be left out, and has at least one when it is there. */
    public List<Section> listIfAny(String key) {
        return found(key).isPresent() ? list(key) : List.of();
    }

    /** A list of mappings that must have at least one. */
    public List<Section> list(String key) {
        Node node = required(key);
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            throw bad(key, "must be a list with at least one entry");
        }
        var sections = new ArrayList<Section>();
        for (Node entry : sequence.getValue()) {
            sections.add(new Section(file, pathTo(key) + "[" + sections.size() + "]", entry));
        }
        return sections;
    }

    /**
     * All keys have been asked for.
     *
     * @throws BadStart if the file has others
     */
    public void end() {
        for (var value : values.entrySet()) {
            if (!asked.contains(value.getKey())) {
                throw new BadStart(
                        at(lineOf(value.getValue())) + "the key [" + pathTo(value.getKey()) + "] is not known here");
            }
        }
    }

    /** What is wrong with this key, to be thrown. */
    public BadStart bad(String key, String rule) {
        Node node = values.get(key);
        return new BadStart(at(node == null ? line : lineOf(node)) + "[" + pathTo(key) + "] " + rule);
    }

    private Node required(String key) {
        return found(key).orElseThrow(() -> bad(key, "is missing"));
    }

    private Optional<Node> found(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key));
    }

    private <T> T read(String key, Node node, Function<String, T> read) {
        if (!(node instanceof ScalarNode scalar)) {
            throw bad(key, "must be a single value");
        }
        try {
            return read.apply(scalar.getValue());
        } catch (IllegalArgumentException e) {
            throw new BadStart(at(lineOf(node)) + "[" + pathTo(key) + "]: " + e.getMessage(), e);
        }
    }

    private Map<String, Node> valuesOf(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            String what = path.isEmpty() ? "the file" : "[" + path + "]";
            throw new BadStart(at(line) + what + " must hold keys and values");
        }
        var found = new LinkedHashMap<String, Node>();
        for (var entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new BadStart(at(lineOf(entry.getKeyNode())) + "a key must be a plain word");
            }
            if (found.put(key.getValue(), entry.getValueNode()) != null) {
                throw new BadStart(at(lineOf(key)) + "the key [" + pathTo(key.getValue()) + "] stands here twice");
            }
        }
        return found;
    }

    private String pathTo(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String at(int someLine) {
        return file + " line " + someLine + ": ";
    }

    private static boolean isNone(Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals(NONE);
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
