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
import org.jspecify.annotations.Nullable;

/**
 * The newest visits of each phone, its missed requests, and the requests for unknown MACs, within bounds. In memory;
 * {@link VisitStore} keeps it on disk.
 * Thread-safe. Visits of known phones need no common lock.
 */
public final class VisitLog {
    /** Visits per phone: for each file the last one that was served, and the last one that was refused. */
    private static final int MAX_VISITS = 12;

    /** Unknown MACs. When it is full, the one with the oldest last request is dropped. */
    private static final int MAX_UNKNOWN_PHONES = 1000;

    private final int maxPhones;
    private final Map<String, List<Visit>> phones = new ConcurrentHashMap<>();
    private final Map<String, UnknownPhone> unknownPhones = new LruMap<>(MAX_UNKNOWN_PHONES);
    private final MissedRequestLog missedRequests = new MissedRequestLog();
    private final AtomicLong version = new AtomicLong();

    /** Creates a log for up to a million phones. */
    public VisitLog() {
        this(1_000_000);
    }

    /** Creates a log for a number of phones. {@link #trim} drops those with the oldest last visit. */
    VisitLog(int maxPhones) {
        this.maxPhones = maxPhones;
    }

    /** Records a request of a known phone. */
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

    /** Records a request of a phone that is not in the inventory, as {@link UnknownPhone#seen} describes it. */
    public void recordUnknownPhone(UnknownPhone request) {
        synchronized (unknownPhones) {
            UnknownPhone before = unknownPhones.get(request.mac());
            unknownPhones.put(request.mac(), before == null ? request : request.after(before));
        }
        version.incrementAndGet();
    }

    /** Records a request of a known phone for a name that it did not get, and that is not a file of its own. */
    public void recordMissed(String mac, MissedRequest request) {
        missedRequests.record(mac, request, wasServed(mac));
    }

    /** Returns the missed requests of a phone, that with the newest request first. */
    public List<MissedRequest> missed(String mac) {
        return missedRequests.of(mac);
    }

    /** Returns the last served and the last refused visit of each file of a phone, the newest first. */
    public List<Visit> of(String mac) {
        return phones.getOrDefault(mac, List.of());
    }

    /** Returns the MACs of all phones with a visit. */
    public Set<String> phones() {
        return Set.copyOf(phones.keySet());
    }

    /** Returns the requests of an unknown phone; null if there are none. */
    public @Nullable UnknownPhone unknownPhone(String mac) {
        synchronized (unknownPhones) {
            return unknownPhones.get(mac);
        }
    }

    /**
     * Returns the unknown phones, that with the newest request first.
     *
     * @param known MACs that are in the inventory by now: the log drops them
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

    /** Returns whether a phone got one of its files at this source before; see {@link IpAddress#sourceNetwork}. */
    public boolean wasServed(String mac, IpAddress source) {
        for (Visit visit : of(mac)) {
            if (visit.served() && visit.from().sourceNetwork().equals(source)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a phone ever got one of its files. */
    boolean wasServed(String mac) {
        for (Visit visit : of(mac)) {
            if (visit.served()) {
                return true;
            }
        }
        return false;
    }

    /** Increases with every record. Equal versions mean that nothing was recorded. */
    public long version() {
        return visitsVersion() + missedRequests.version();
    }

    /** Increases with every record other than a missed request. */
    long visitsVersion() {
        return version.get();
    }

    /** Returns the missed requests of all phones. */
    MissedRequestLog missedRequests() {
        return missedRequests;
    }

    /** Adds a visit that was saved before a restart. Visits since then are newer and stay first. */
    void restore(String mac, Visit visit) {
        phones.merge(mac, List.of(visit), (before, now) -> {
            List<Visit> all = new ArrayList<>(before);
            all.addAll(now);
            return all;
        });
    }

    /** Adds an unknown phone that was saved before a restart. */
    void restore(UnknownPhone unknownPhone) {
        synchronized (unknownPhones) {
            unknownPhones.put(unknownPhone.mac(), unknownPhone);
        }
    }

    /** Drops the phones with the oldest last visit, until the bound holds. */
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
