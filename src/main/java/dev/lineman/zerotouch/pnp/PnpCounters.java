package dev.lineman.zerotouch.pnp;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests of SIP Plug and Play by what became of them. Thread-safe. */
public final class PnpCounters {
    private final Map<PnpResult, LongAdder> counts = new EnumMap<>(PnpResult.class);

    /** What became of a request. */
    enum PnpResult {
        /** The phone was sent its URL. */
        ANSWERED,
        /** A repetition of a request that was answered. */
        REPEATED,
        /** The inventory does not have the MAC. */
        UNKNOWN,
        /** A phone of the inventory gets no URL, or the client's address is not in a permitted network. */
        REFUSED,
        /** A limit is reached. */
        LIMITED,
        /** Not a request of SIP Plug and Play that names a MAC. */
        UNREADABLE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** All counters start at 0. */
    public PnpCounters() {
        for (PnpResult result : PnpResult.values()) {
            counts.put(result, new LongAdder());
        }
    }

    void add(PnpResult result) {
        LongAdder count = counts.get(result);
        if (count != null) {
            count.increment();
        }
    }

    /** Returns the number of requests with each result, by the names in metrics. */
    public Map<String, Long> byWord() {
        Map<String, Long> all = new LinkedHashMap<>();
        counts.forEach((result, count) -> all.put(result.word(), count.sum()));
        return all;
    }
}
