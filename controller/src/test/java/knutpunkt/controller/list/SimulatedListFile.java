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
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.controller.journal.SimulatedDisk;
import knutpunkt.controller.journal.SimulatedDisk.DiskFailure;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.Seal;
import knutpunkt.wire.message.WireJson;

/** The list on a {@link SimulatedDisk}: one line for each transaction, with a checksum. */
final class SimulatedListFile implements ListFile {
    private static final String FILE = "list";

    private record Line(
            Optional<Revision> revision,
            Optional<Hash> digest,
            Optional<Seal> seal,
            boolean whole,
            List<AccessItem> put,
            List<String> removed,
            Map<String, Long> numbers) {}

    private final SimulatedDisk disk;
    private final Map<String, Long> keepsakes = new HashMap<>(); // those of this run

    SimulatedListFile(SimulatedDisk disk) {
        this.disk = disk;
    }

    @Override
    public Optional<Claim> load(Consumer<AccessItem> into) throws ListDamaged {
        var items = new TreeMap<String, AccessItem>();
        Optional<Revision> revision = Optional.empty();
        Optional<Hash> digest = Optional.empty();
        Optional<Seal> seal = Optional.empty();
        for (Line line : lines()) {
            if (line.whole()) {
                items.clear();
            }
            items.keySet().removeAll(line.removed());
            line.put().forEach(item -> items.put(item.key(), item));
            seal = line.revision().isPresent() ? line.seal() : seal;
            revision = line.revision().or(latest(revision));
            digest = line.digest().or(latest(digest));
        }
        items.values().forEach(into);
        return revision.isPresent()
                ? Optional.of(new Claim(revision.get(), digest.orElseThrow(), seal))
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
    public void replace(AccessList list, Optional<Seal> with) {
        var claim = new Claim(list.revision(), list.digest(), with);
        write(line(claim, true, list.items().toList(), List.of(), Map.copyOf(keepsakes)));
    }

    @Override
    public void change(Claim to, List<? extends AccessItem> put, List<String> removedKeys) {
        write(line(to, false, put, removedKeys, Map.of()));
    }

    private static Line line(
            Claim claim,
            boolean whole,
            List<? extends AccessItem> put,
            List<String> removedKeys,
            Map<String, Long> numbers) {
        return new Line(
                Optional.of(claim.revision()),
                Optional.of(claim.digest()),
                claim.seal(),
                whole,
                List.copyOf(put),
                removedKeys,
                numbers);
    }

    @Override
    public OptionalLong find(String name) {
        try {
            var numbers = new HashMap<String, Long>();
            lines().forEach(line -> numbers.putAll(line.numbers()));
            Long found = numbers.get(name);
            if (found == null) {
                return OptionalLong.empty();
            }
            keepsakes.put(name, found);
            return OptionalLong.of(found);
        } catch (ListDamaged e) {
            throw new ListUnavailable("the simulated list is damaged", e);
        }
    }

    @Override
    public void put(Map<String, Long> numbers) {
        write(new Line(Optional.empty(), Optional.empty(), Optional.empty(), false, List.of(), List.of(), numbers));
        keepsakes.putAll(numbers);
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
