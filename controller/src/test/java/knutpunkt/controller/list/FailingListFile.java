package knutpunkt.controller.list;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.wire.message.Seal;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Another list's file whose next writes of the list fail as a test asks for. */
final class FailingListFile implements ListFile {
    private final ListFile file;
    private final Deque<SQLiteErrorCode> failures = new ArrayDeque<>();
    private int changes;

    FailingListFile(ListFile file) {
        this.file = file;
    }

    /** The next write fails in the first way, the one after it in the second, and so on. */
    void failWith(SQLiteErrorCode... codes) {
        failures.addAll(List.of(codes));
    }

    /** How many changes were written. */
    int changes() {
        return changes;
    }

    private void failIfDue() {
        SQLiteErrorCode code = failures.poll();
        if (code != null) {
            throw new ListUnavailable("it fails in a test", new SQLiteException(code.message, code));
        }
    }

    @Override
    public Optional<Claim> load(Consumer<AccessItem> into) throws ListDamaged {
        return file.load(into);
    }

    @Override
    public void replace(AccessList list, Optional<Seal> seal) {
        failIfDue();
        file.replace(list, seal);
    }

    @Override
    public void change(Claim to, List<? extends AccessItem> put, List<String> removedKeys) {
        failIfDue();
        file.change(to, put, removedKeys);
        changes++;
    }

    @Override
    public void setAside() {
        file.setAside();
    }

    @Override
    public OptionalLong find(String name) {
        return file.find(name);
    }

    @Override
    public void put(Map<String, Long> numbers) {
        file.put(numbers);
    }

    @Override
    public void close() {
        file.close();
    }
}
