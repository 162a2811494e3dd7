package knutpunkt.controller.list;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Revision;
import knutpunkt.controller.journal.SimulatedDisk;
import knutpunkt.controller.journal.SimulatedDisk.DiskFailure;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.WireJson;

/** The list on a {@link SimulatedDisk}: one line for each transaction, with a checksum. */
final class SimulatedListFile implements ListFile {
    private static final String FILE = "list";

    private record Line(
            Optional<Revision> revision,
            Optional<Hash> digest,
            boolean whole,
            List<AccessItem> put,
            List<String> removed,
            Map<String, Long> numbers) {}

    private final SimulatedDisk disk;

    SimulatedListFile(SimulatedDisk disk) {
        this.disk = disk;
    }

    @Override
    public Optional<Stored> load() throws ListDamaged {
        var items = new TreeMap<String, AccessItem>();
        Optional<Revision> revision = Optional.empty();
        Optional<Hash> digest = Optional.empty();
        for (Line line : lines()) {
            if (line.whole()) {
                items.clear();
            }
            items.keySet().removeAll(line.removed());
            line.put().forEach(item -> items.put(item.key(), item));
            revision = line.revision().or(latest(revision));
            digest = line.digest().or(latest(digest));
        }
        return revision.isPresent()
                ? Optional.of(new Stored(revision.get(), digest.orElseThrow(), List.copyOf(items.values())))
                : Optional.empty();
    }

    private static <T> Supplier<Optional<T>> latest(Optional<T> value) {
        return () -> value;
    }

    private List<Line> lines() throws ListDamaged {
        String text = new String(disk.read(FILE).orElse(new byte[0]), StandardCharsets.UTF_8);
        int whole = text.lastIndexOf('\n') + 1;
        if (text.length() > whole) {
            disk.truncate(FILE, text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length);
        }
        List<Line> lines = new ArrayList<>();
        for (String each : text.substring(0, whole).lines().toList()) {
            int tab = each.lastIndexOf('\t');
            if (tab < 0 || !each.substring(tab + 1).equals(checksum(each.substring(0, tab)))) {
                throw new ListDamaged("a line's checksum does not hold");
            }
            try {
                lines.add(WireJson.mapper().readValue(each.substring(0, tab), Line.class));
            } catch (JsonProcessingException e) {
                throw new ListDamaged("a line is not one", e);
            }
        }
        return lines;
    }

    @Override
    public void replace(Revision revision, Hash digest, List<? extends AccessItem> items) {
        write(new Line(Optional.of(revision), Optional.of(digest), true, List.copyOf(items), List.of(), Map.of()));
    }

    @Override
    public void change(Revision to, Hash digest, List<? extends AccessItem> put, List<String> removedKeys) {
        write(new Line(Optional.of(to), Optional.of(digest), false, List.copyOf(put), removedKeys, Map.of()));
    }

    @Override
    public OptionalLong find(String name) {
        try {
            var numbers = new HashMap<String, Long>();
            lines().forEach(line -> numbers.putAll(line.numbers()));
            Long found = numbers.get(name);
            return found == null ? OptionalLong.empty() : OptionalLong.of(found);
        } catch (ListDamaged e) {
            throw new ListUnavailable("the simulated list is damaged", e);
        }
    }

    @Override
    public void put(Map<String, Long> numbers) {
        write(new Line(Optional.empty(), Optional.empty(), false, List.of(), List.of(), numbers));
    }

    private void write(Line line) {
        long length = disk.read(FILE).map(bytes -> (long) bytes.length).orElse(0L);
        try {
            String json = WireJson.mapper().writeValueAsString(line);
            disk.append(FILE, (json + "\t" + checksum(json) + "\n").getBytes(StandardCharsets.UTF_8));
            disk.sync(FILE);
        } catch (DiskFailure e) {
            if (disk.has(FILE)) {
                disk.truncate(FILE, length);
            }
            throw new ListUnavailable("the simulated disk refuses", e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line has a JSON form", e);
        }
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    @Override
    public void setAside() {
        disk.rename(FILE, FILE + ".broken");
    }

    @Override
    public void close() {}
}
