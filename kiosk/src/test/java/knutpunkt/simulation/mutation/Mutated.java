package knutpunkt.simulation.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All classes of ours once more, a few of them made from changed sources. What they do to each other they do among
 * themselves; only what has no mistakes put in and costs much to load twice is shared with the real ones.
 */
public final class Mutated extends ClassLoader {
    private static final String OURS = "knutpunkt.";
    private static final Path REPOSITORY = Path.of("..");

    private final List<String> shared;
    private final Map<String, byte[]> changed;

    private Mutated(List<String> shared, Map<String, byte[]> changed) {
        super(Mutated.class.getClassLoader());
        this.shared = List.copyOf(shared);
        this.changed = Map.copyOf(changed);
    }

    /** Changes of sources, by their paths in the repository. Each is made to what those before it left. */
    public static final class Changes {
        private final Map<String, String> sources = new HashMap<>();

        /**
         * Puts other text in the place of what must be there exactly once.
         *
         * @throws IllegalStateException if it is not
         */
        public Changes change(String source, String was, String is) {
            String text = sources.computeIfAbsent(source, Changes::read);
            int at = text.indexOf(was);
            if (at < 0 || text.indexOf(was, at + 1) >= 0) {
                throw new IllegalStateException("[" + source + "] must have this exactly once: " + was);
            }
            sources.put(source, text.substring(0, at) + is + text.substring(at + was.length()));
            return this;
        }

        private static String read(String source) {
            try {
                return Files.readString(REPOSITORY.resolve(source));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /**
         * Compiles what was changed.
         *
         * @param shared beginnings of the names of classes that are not loaded again
         */
        public Mutated load(List<String> shared) {
            return new Mutated(shared, Compiling.compile(sources));
        }
    }

    /**
     * One of its classes, made without arguments.
     *
     * @param name of a public class with a public constructor, which is a function
     */
    @SuppressWarnings("unchecked") // the caller knows its own class
    public <A, B> Function<A, B> function(String name) {
        try {
            return (Function<A, B>) loadClass(name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("there is no [" + name + "] to be made", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || shared.stream().anyMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = changed.containsKey(name) ? changed.get(name) : real(name);
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            return loaded;
        }
    }

    private byte[] real(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
