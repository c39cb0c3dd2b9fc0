package dev.lineman.serve.visits;

import dev.lineman.access.IpAddress;
import dev.lineman.collection.LruMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Which phone fetched what when, and which MACs that nobody has were asked for: the newest of each, within bounds.
 * Thread-safe; noting waits for nobody.
 */
public final class VisitLog {
    /** So many visits of one phone are remembered: for each of its files when it was served, and when it was refused. */
    private static final int MAX_VISITS = 12;

    private static final int MAX_UNKNOWN_PHONES = 1000;

    private final int maxPhones;
    private final Map<String, List<Visit>> phones = new ConcurrentHashMap<>();
    private final Map<String, UnknownPhone> unknownPhones = new LruMap<>(MAX_UNKNOWN_PHONES);
    private final AtomicLong version = new AtomicLong();

    /** Room for a million phones. */
    public VisitLog() {
        this(1_000_000);
    }

    /** Room for so many phones: beyond them, those that were seen first are forgotten. */
    VisitLog(int most) {
        this.maxPhones = most;
    }

    /** Notes that a phone asked for a file. */
    public void recordVisit(String mac, Visit visit) {
        for (Visit before : of(mac)) {
            if (before.isRepeatOf(visit)) {
                return;
            }
        }
        phones.merge(mac, List.of(visit), (before, now) -> newest(now.get(0), before));
        version.incrementAndGet();
    }

    private static List<Visit> newest(Visit visit, List<Visit> before) {
        Visit last = before.get(0);
        if (before.size() == 1 && last.file().equals(visit.file()) && last.served() == visit.served()) {
            return List.of(visit);
        }
        List<Visit> visits = new ArrayList<>(before.size() + 1);
        visits.add(visit);
        for (Visit old : before) {
            if ((!old.file().equals(visit.file()) || old.served() != visit.served()) && visits.size() < MAX_VISITS) {
                visits.add(old);
            }
        }
        return List.copyOf(visits);
    }

    /** Notes that somebody asked for a file of a MAC that nobody has. */
    public void recordUnknownPhone(String mac, long second, IpAddress from, String agent) {
        synchronized (unknownPhones) {
            UnknownPhone before = unknownPhones.get(mac);
            unknownPhones.put(
                    mac,
                    new UnknownPhone(
                            mac,
                            before == null ? second : before.first(),
                            second,
                            before == null ? 1 : before.count() + 1,
                            from,
                            agent));
        }
        version.incrementAndGet();
    }

    /** For each of a phone's files when it was last served and last refused, the newest first; empty when it never asked. */
    public List<Visit> of(String mac) {
        return phones.getOrDefault(mac, List.of());
    }

    /** The MACs of all phones that ever asked. */
    public Set<String> phones() {
        return Set.copyOf(phones.keySet());
    }

    /**
     * Who asked for a file of a MAC that nobody has, the last one first.
     *
     * @param known which MACs somebody has by now: they are forgotten
     */
    public List<UnknownPhone> unknownPhones(Predicate<String> known) {
        List<UnknownPhone> all;
        synchronized (unknownPhones) {
            unknownPhones.keySet().removeIf(known);
            all = new ArrayList<>(unknownPhones.values());
        }
        all.sort(Comparator.comparingLong(UnknownPhone::last).reversed().thenComparing(UnknownPhone::mac));
        return all;
    }

    /** Whether a phone was served a file of its own at that source before; see {@link IpAddress#sourceNetwork}. */
    public boolean wasServed(String mac, IpAddress source) {
        for (Visit visit : of(mac)) {
            if (visit.served() && visit.from().sourceNetwork().equals(source)) {
                return true;
            }
        }
        return false;
    }

    /** Goes up with every note. */
    public long version() {
        return version.get();
    }

    /** Takes up what was noted before a restart. */
    void restore(String mac, Visit visit) {
        phones.merge(mac, List.of(visit), (before, now) -> {
            List<Visit> all = new ArrayList<>(before);
            all.addAll(now);
            return all;
        });
    }

    void restore(UnknownPhone unknownPhone) {
        synchronized (unknownPhones) {
            unknownPhones.put(unknownPhone.mac(), unknownPhone);
        }
    }

    /** Forgets the phones that were seen first, as far as there are too many. */
    void trim() {
        int many = phones.size() - maxPhones;
        if (many > 0) {
            phones.entrySet().stream()
                    .sorted(Comparator.comparingLong(
                            phone -> phone.getValue().get(0).second()))
                    .limit(many)
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(phones::remove);
        }
    }
}
