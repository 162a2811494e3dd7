package knutpunkt.access;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;

/**
 * The access list as its rules read, written with maps and loops and no thought of size: what the real one is held
 * against. It shares no code with it beyond the values.
 */
final class NaiveList {
    final NavigableMap<String, AccessItem> items = new TreeMap<>();

    void change(Collection<? extends AccessItem> put, Collection<String> removed) {
        removed.forEach(items::remove);
        put.forEach(item -> items.put(item.key(), item));
    }

    Decision decide(Situation situation, BadgeToken token, PinOutcome pin, Instant now) {
        if (!(items.get("badge/" + token.text()) instanceof AccessItem.Badge badge)) {
            return new Decision.Refused(Reason.UNKNOWN_BADGE, Optional.empty());
        }
        var who = Optional.of(badge.person());
        var holder = (AccessItem.Holder) items.get("person/" + badge.person().text());
        boolean privileged = holder != null && holder.entersInLockdown();
        boolean essential = holder != null && holder.essential();
        if (badge.blocked()) {
            return new Decision.Refused(Reason.BLOCKED, who);
        }
        if (situation.posture() != Posture.NORMAL && !privileged) {
            return new Decision.Refused(Reason.LOCKDOWN, who);
        }
        if (situation.lease() != Lease.CURRENT && !(situation.lease() == Lease.ESSENTIAL_ONLY && essential)) {
            return new Decision.Refused(Reason.LEASE_ENDED, who);
        }
        if (situation.clock() != ClockTrust.TRUSTED
                && !(situation.clock() == ClockTrust.LOWER_BOUND && !situation.highRisk())) {
            return new Decision.Refused(Reason.CLOCK_UNTRUSTED, who);
        }
        Reason nearest = Reason.NO_GRANT;
        Grant best = null;
        for (Grant grant : holder == null ? List.<Grant>of() : holder.grants()) {
            if (!grant.doors().contains(situation.door())) {
                continue;
            }
            if (now.compareTo(grant.until()) >= 0) {
                nearest = nearest == Reason.NO_GRANT ? Reason.ENDED : nearest;
            } else if (now.compareTo(grant.from()) < 0) {
                nearest = nearest == Reason.OUT_OF_HOURS ? nearest : Reason.NOT_YET_VALID;
            } else if (!inHours(grant, now)) {
                nearest = Reason.OUT_OF_HOURS;
            } else if (best == null
                    || grant.until().isAfter(best.until())
                    || (grant.until().equals(best.until())
                            && grant.id().text().compareTo(best.id().text()) < 0)) {
                best = grant;
            }
        }
        if (best == null) {
            return new Decision.Refused(nearest, who);
        }
        if (holder.pinNeeded() && pin != PinOutcome.RIGHT) {
            return new Decision.Refused(pin == PinOutcome.WRONG ? Reason.PIN_WRONG : Reason.PIN_MISSING, who);
        }
        return new Decision.Granted(badge.person(), best.id(), holder.extendedTime());
    }

    private boolean inHours(Grant grant, Instant now) {
        if (grant.schedule().isEmpty()) {
            return true;
        }
        var schedule = (AccessItem.Schedule)
                items.get("schedule/" + grant.schedule().get().text());
        var calendar = (AccessItem.Calendar) items.get("calendar");
        if (schedule == null || calendar == null) {
            return false;
        }
        ZonedDateTime wall = now.atZone(calendar.zone());
        var windows = calendar.exceptionDays().containsKey(wall.toLocalDate())
                ? schedule.onExceptionDays()
                : schedule.weekly();
        for (Window window : windows) {
            // Walk the window's minutes on that very day, as a person with a calendar on the wall would.
            for (int minute = window.startMinute(); minute < window.endMinute(); minute++) {
                if (window.day() == wall.getDayOfWeek() && minute == wall.getHour() * 60 + wall.getMinute()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The digest by the letter of its description. */
    String digest() throws NoSuchAlgorithmException {
        List<ByteArrayOutputStream> buckets = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            buckets.add(new ByteArrayOutputStream());
        }
        for (var entry : items.entrySet()) {
            byte[] bytes = bytesOf(entry.getValue());
            buckets.get(bucketOf(entry.getKey())).write(bytes, 0, bytes.length);
        }
        MessageDigest all = MessageDigest.getInstance("SHA-256");
        for (var bucket : buckets) {
            all.update(bucket.size() == 0 ? new byte[32] : sha256(bucket.toByteArray()));
        }
        return HexFormat.of().formatHex(all.digest());
    }

    static int bucketOf(String key) throws NoSuchAlgorithmException {
        return key.startsWith("badge/")
                ? Integer.parseInt(key.substring(key.indexOf('.') + 1, key.indexOf('.') + 3), 16)
                : sha256(key.getBytes(StandardCharsets.UTF_8))[0] & 0xFF;
    }

    private static byte[] sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    static byte[] bytesOf(AccessItem item) {
        var out = ByteBuffer.allocate(100_000);
        switch (item) {
            case AccessItem.Badge badge -> {
                out.put((byte) 1).putShort((short) badge.token().keyId());
                out.putLong(badge.token().high()).putLong(badge.token().low());
                text(out, badge.person().text());
                out.put((byte) (badge.blocked() ? 1 : 0));
            }
            case AccessItem.Calendar calendar -> {
                text(out.put((byte) 2), calendar.zone().getId());
                out.putInt(calendar.exceptionDays().size());
                for (var day : calendar.exceptionDays().entrySet()) {
                    LocalDate date = day.getKey();
                    text(out.putLong(date.toEpochDay()), day.getValue());
                }
            }
            case AccessItem.Holder holder -> {
                text(out.put((byte) 3), holder.person().text());
                int flags = holder.pinNeeded() ? 1 : 0;
                flags += holder.extendedTime() ? 2 : 0;
                flags += holder.entersInLockdown() ? 4 : 0;
                flags += holder.essential() ? 8 : 0;
                out.put((byte) flags).putInt(holder.grants().size());
                holder.grants().forEach(grant -> grant(out, grant));
            }
            case AccessItem.Schedule schedule -> {
                text(out.put((byte) 4), schedule.id().text());
                for (var windows : List.of(schedule.weekly(), schedule.onExceptionDays())) {
                    out.putInt(windows.size());
                    for (Window window : windows) {
                        out.put((byte) window.day().getValue());
                        out.putShort((short) window.startMinute()).putShort((short) window.endMinute());
                    }
                }
            }
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static void grant(ByteBuffer out, Grant grant) {
        GrantId id = grant.id();
        text(out, id.text());
        out.putInt((int) grant.from().getEpochSecond());
        out.putInt((int) grant.until().getEpochSecond());
        out.putInt(grant.doors().size());
        grant.doors().stream().map(DoorId::text).sorted().forEach(door -> text(out, door));
        out.put((byte) (grant.schedule().isPresent() ? 1 : 0));
        grant.schedule().ifPresent(schedule -> text(out, schedule.text()));
    }

    private static void text(ByteBuffer out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(utf8.length).put(utf8);
    }
}
