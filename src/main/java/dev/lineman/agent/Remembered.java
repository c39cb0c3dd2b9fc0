package dev.lineman.agent;

import dev.lineman.disk.Digest;
import dev.lineman.plan.Ledger;
import dev.lineman.render.Reads;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was remembered with a publication. What cannot be understood is left out, and so made anew.
 *
 * @param ledger the units
 * @param reads the digests of what outputs have read
 */
record Remembered(Ledger ledger, Set<Digest> reads) {
    private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);

    /** Where memos are told. */
    interface Memos {
        void tell(BiConsumer<String, byte[]> reader) throws IOException;
    }

    static Remembered read(Memos memos) throws IOException {
        Map<Digest, Reads> reads = new HashMap<>();
        Map<String, byte[]> units = new HashMap<>();
        memos.tell((key, memo) -> {
            String unit = UnitMemo.unit(key);
            if (unit != null) {
                units.put(unit, memo);
            } else if (UnitMemo.isReads(key)) {
                try {
                    reads.put(Digest.of(memo), UnitMemo.reads(memo));
                } catch (IOException e) {
                    LOG.warn("a memo of the last run cannot be understood; what it is about is rendered anew");
                }
            }
        });
        Ledger ledger = Ledger.empty();
        for (Map.Entry<String, byte[]> unit : units.entrySet()) {
            try {
                ledger = ledger.with(UnitMemo.unit(unit.getKey(), unit.getValue(), reads));
            } catch (IOException e) {
                LOG.warn("a memo of the last run cannot be understood; {} is rendered anew", unit.getKey());
            }
        }
        return new Remembered(ledger, Set.copyOf(reads.keySet()));
    }
}
