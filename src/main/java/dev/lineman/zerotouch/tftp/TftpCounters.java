package dev.lineman.zerotouch.tftp;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the packets at the port of the TFTP server by what became of them. Thread-safe. */
public final class TftpCounters {
    private final Map<PacketResult, LongAdder> counts = new EnumMap<>(PacketResult.class);

    /** What became of a packet. */
    enum PacketResult {
        /** A transfer has begun. */
        STARTED,
        /** The file does not exist, or the client does not get it. */
        REFUSED,
        /** The request is no read request that the server understands. */
        MALFORMED,
        /** The request repeats one whose transfer runs. */
        REPEATED,
        /** The file or the inventory is not ready yet. The client asks again. */
        NOT_READY,
        /** Too many requests or transfers. */
        LIMITED,
        /** The source is not in the networks, or is no address of a client. */
        IGNORED
    }

    /** All counters start at 0. */
    public TftpCounters() {
        for (PacketResult result : PacketResult.values()) {
            counts.put(result, new LongAdder());
        }
    }

    void count(PacketResult result) {
        LongAdder counter = counts.get(result);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Returns the counts by the word of each result. */
    public Map<String, Long> byWord() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((result, count) -> all.put(result.name().toLowerCase(Locale.ROOT), count.sum()));
        return all;
    }
}
