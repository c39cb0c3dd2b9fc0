package dev.lineman.recall;

import dev.lineman.disk.Digest;
import dev.lineman.disk.RecentTexts;
import dev.lineman.plan.Unit;
import dev.lineman.publish.MemoReader;
import dev.lineman.publish.Publication;
import dev.lineman.render.Reads;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was remembered with a publication. What cannot be understood is left out, and so made anew.
 *
 * @param units by their keys
 * @param reads the digests of what outputs have read
 * @param costly the paths of the templates whose phones are made after all others
 */
public record Remembered(Map<String, Unit> units, Set<Digest> reads, Set<String> costly) {
    private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);

    /** Where memos are told. */
    public interface Memos {
        void tell(MemoReader reader) throws IOException;
    }

    /**
     * What the memos tell.
     *
     * @param published what is published with them
     */
    public static Remembered read(Memos memos, Publication published) throws IOException {
        Map<Digest, Reads> reads = new HashMap<>();
        Map<String, Unit> units = new HashMap<>();
        // Half the memory of a fleet's memos is what their units become: few are ever kept as they came.
        RecentTexts recent = new RecentTexts();
        Map<String, byte[]> unclear = new HashMap<>();
        Set<String> costly = new HashSet<>();
        memos.tell((key, memo) -> {
            String unit = UnitMemo.unit(key);
            if (unit != null) {
                units.remove(unit);
                unclear.remove(unit);
                Unit known = memo == null ? null : understood(unit, memo, reads, recent, published);
                if (known != null) {
                    units.put(unit, known);
                } else if (memo != null) {
                    unclear.put(unit, memo);
                }
            } else if (memo != null) {
                try {
                    if (UnitMemo.isReads(key)) {
                        reads.put(Digest.of(memo), UnitMemo.reads(memo));
                    } else if (key.equals(UnitMemo.COSTLY)) {
                        costly.clear();
                        costly.addAll(UnitMemo.templates(memo));
                    }
                } catch (IOException e) {
                    LOG.warn("a memo of the last run cannot be understood; what it is about is rendered anew");
                }
            }
        });
        int before = units.size();
        unclear.forEach((unit, memo) -> {
            Unit known = understood(unit, memo, reads, recent, published);
            if (known != null) {
                units.put(unit, known);
            }
        });
        int lost = before + unclear.size() - units.size();
        if (lost > 0) {
            LOG.warn(
                    "of the memos of the last run, {} cannot be understood; what they are about is rendered anew",
                    lost);
        }
        return new Remembered(units, Set.copyOf(reads.keySet()), Set.copyOf(costly));
    }

    private static @Nullable Unit understood(
            String unit, byte[] memo, Map<Digest, Reads> reads, RecentTexts recent, Publication published) {
        try {
            return UnitMemo.unit(unit, memo, reads, recent, published);
        } catch (IOException e) {
            return null;
        }
    }
}
