package dev.lineman.build.memory;

import dev.lineman.build.plan.BuildTarget;
import dev.lineman.collection.StringPool;
import dev.lineman.fs.Digest;
import dev.lineman.publish.store.MemoListener;
import dev.lineman.publish.store.Publication;
import dev.lineman.render.content.ReadNames;
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
 * @param buildTargets by their keys
 * @param reads the digests of what outputs have read
 * @param slowTemplates the paths of the templates whose phones are made after all others
 */
public record TargetMemos(Map<String, BuildTarget> buildTargets, Set<Digest> reads, Set<String> slowTemplates) {
    private static final Logger LOG = LoggerFactory.getLogger(TargetMemos.class);

    /** Where memos are told. */
    public interface MemoSource {
        void readMemos(MemoListener reader) throws IOException;
    }

    /**
     * What the memos tell.
     *
     * @param published what is published with them
     */
    public static TargetMemos read(MemoSource memos, Publication published) throws IOException {
        Map<Digest, ReadNames> reads = new HashMap<>();
        Map<String, BuildTarget> buildTargets = new HashMap<>();
        // Half the memory of a fleet's memos is what their units become: few are ever kept as they came.
        StringPool recent = new StringPool();
        Map<String, byte[]> unclear = new HashMap<>();
        Set<String> costly = new HashSet<>();
        memos.readMemos((key, memo) -> {
            String unit = TargetMemo.unit(key);
            if (unit != null) {
                buildTargets.remove(unit);
                unclear.remove(unit);
                BuildTarget known = memo == null ? null : tryDecode(unit, memo, reads, recent, published);
                if (known != null) {
                    buildTargets.put(unit, known);
                } else if (memo != null) {
                    unclear.put(unit, memo);
                }
            } else if (memo != null) {
                try {
                    if (TargetMemo.isReads(key)) {
                        reads.put(Digest.of(memo), TargetMemo.decodeReads(memo));
                    } else if (key.equals(TargetMemo.SLOW_TEMPLATES)) {
                        costly.clear();
                        costly.addAll(TargetMemo.decodeTemplates(memo));
                    }
                } catch (IOException e) {
                    LOG.warn("a memo of the last run cannot be understood; what it is about is rendered anew");
                }
            }
        });
        int before = buildTargets.size();
        unclear.forEach((unit, memo) -> {
            BuildTarget known = tryDecode(unit, memo, reads, recent, published);
            if (known != null) {
                buildTargets.put(unit, known);
            }
        });
        int lost = before + unclear.size() - buildTargets.size();
        if (lost > 0) {
            LOG.warn(
                    "of the memos of the last run, {} cannot be understood; what they are about is rendered anew",
                    lost);
        }
        return new TargetMemos(buildTargets, Set.copyOf(reads.keySet()), Set.copyOf(costly));
    }

    private static @Nullable BuildTarget tryDecode(
            String unit, byte[] memo, Map<Digest, ReadNames> reads, StringPool recent, Publication published) {
        try {
            return TargetMemo.unit(unit, memo, reads, recent, published);
        } catch (IOException e) {
            return null;
        }
    }
}
