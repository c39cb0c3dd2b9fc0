package dev.lineman.serve.visits;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * The missed requests of each phone, within bounds. In memory; {@link VisitStore} keeps it on disk.
 * A phone has {@link #MAX_REQUESTS} entries, one for each name and source network. A new one replaces an entry of the
 * source network with the most entries. So a client that forges many names with the MAC of a phone cannot hide the
 * phone's own requests. Phones that were never served are kept apart from the others: phones that work, and also ask
 * for optional files, cannot displace them. Thread-safe.
 */
public final class MissedRequestLog {
    /** Entries of one phone. */
    static final int MAX_REQUESTS = 4;

    /** Phones that were never served. When there are more, the one with the oldest last request is dropped. */
    private static final int MAX_UNSERVED_PHONES = 30_000;

    /** Phones that were served at least once. */
    private static final int MAX_SERVED_PHONES = 3_000;

    private final BoundedPhones unservedPhones;
    private final BoundedPhones servedPhones;
    private final AtomicLong version = new AtomicLong();

    MissedRequestLog() {
        this(MAX_UNSERVED_PHONES, MAX_SERVED_PHONES);
    }

    /** Creates a log for a number of phones that were never served, and of phones that were. */
    MissedRequestLog(int maxUnserved, int maxServed) {
        unservedPhones = new BoundedPhones(maxUnserved);
        servedPhones = new BoundedPhones(maxServed);
    }

    /** Phones and their entries, the phone with the oldest last request first. Guarded by the log. */
    private static final class BoundedPhones extends LinkedHashMap<String, List<MissedRequest>> {
        private static final long serialVersionUID = 1;
        private final int maxPhones;

        BoundedPhones(int maxPhones) {
            this.maxPhones = maxPhones;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<MissedRequest>> eldest) {
            return size() > maxPhones;
        }
    }

    /**
     * Records a request.
     *
     * @param served whether the phone was ever served a file
     */
    void record(String mac, MissedRequest request, boolean served) {
        synchronized (this) {
            // Removed, so that the phone becomes the last one.
            List<MissedRequest> before = unservedPhones.remove(mac);
            before = before == null ? servedPhones.remove(mac) : before;
            (served ? servedPhones : unservedPhones)
                    .put(mac, before == null ? List.of(request) : with(before, request));
        }
        version.incrementAndGet();
    }

    /** Returns the missed requests of a phone, that with the newest request first. */
    synchronized List<MissedRequest> of(String mac) {
        List<MissedRequest> requests = unservedPhones.get(mac);
        return requests == null ? servedPhones.getOrDefault(mac, List.of()) : requests;
    }

    /** Increases with every record. */
    long version() {
        return version.get();
    }

    /** Calls a consumer for each entry, those of the phone with the oldest last request first. */
    void forEach(BiConsumer<String, MissedRequest> reader) {
        Map<String, List<MissedRequest>> all = new LinkedHashMap<>();
        synchronized (this) {
            all.putAll(servedPhones);
            all.putAll(unservedPhones);
        }
        all.forEach((mac, requests) -> requests.forEach(request -> reader.accept(mac, request)));
    }

    /** Adds an entry that was saved before a restart, behind those since then. */
    synchronized void restore(String mac, MissedRequest request, boolean served) {
        List<MissedRequest> before = of(mac);
        if (before.size() < MAX_REQUESTS && before.stream().noneMatch(request::isRepeatOf)) {
            List<MissedRequest> all = new ArrayList<>(before);
            all.add(request);
            (served ? unservedPhones : servedPhones).remove(mac);
            (served ? servedPhones : unservedPhones).put(mac, List.copyOf(all));
        }
    }

    private static List<MissedRequest> with(List<MissedRequest> before, MissedRequest request) {
        List<MissedRequest> requests = new ArrayList<>(MAX_REQUESTS + 1);
        requests.add(request);
        for (MissedRequest old : before) {
            if (request.isRepeatOf(old)) {
                requests.set(0, request.after(old));
            } else {
                requests.add(old);
            }
        }
        if (requests.size() > MAX_REQUESTS) {
            requests.remove(leastWanted(requests.subList(1, requests.size()), request));
        }
        return List.copyOf(requests);
    }

    /** Of the source network with the most entries, the entry with the fewest requests, and of those the oldest. */
    private static MissedRequest leastWanted(List<MissedRequest> requests, MissedRequest newest) {
        Map<Object, Integer> entries = new HashMap<>(Map.of(newest.source(), 1));
        requests.forEach(request -> entries.merge(request.source(), 1, Integer::sum));
        return requests.stream()
                .max(Comparator.comparingInt((MissedRequest request) -> entries.getOrDefault(request.source(), 0))
                        .thenComparing(
                                Comparator.comparingLong(MissedRequest::count).reversed())
                        .thenComparing(
                                Comparator.comparingLong(MissedRequest::last).reversed()))
                .orElse(newest);
    }
}
