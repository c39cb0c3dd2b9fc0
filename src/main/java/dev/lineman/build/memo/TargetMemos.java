package dev.lineman.build.memo;

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
 * The memos of a publication, decoded. A memo that cannot be decoded is left out, and its target is rendered again.
 * Read once, at a start. Immutable.
 *
 * @param buildTargets by key
 * @param reads the digests of the names that outputs have read
 * @param costlyTemplates the paths of the costly templates; their phones are rendered after all others
 */
public record TargetMemos(Map<String, BuildTarget> buildTargets, Set<Digest> reads, Set<String> costlyTemplates) {
    private static final Logger LOG = LoggerFactory.getLogger(TargetMemos.class);

    /** A source of memos: a publisher, or a publication for readers only. */
    public interface MemoSource {
        /** Passes every memo to a listener, oldest first. */
        void readMemos(MemoListener reader) throws IOException;
    }

    /**
     * Reads and decodes the memos.
     *
     * @param published the publication of the memos
     */
    public static TargetMemos read(MemoSource memos, Publication published) throws IOException {
        Map<Digest, ReadNames> reads = new HashMap<>();
        Map<String, BuildTarget> buildTargets = new HashMap<>();
        // Equal text is shared between targets. This halves the memory that the memos of a fleet need.
        StringPool recent = new StringPool();
        Map<String, byte[]> undecoded = new HashMap<>();
        Set<String> costlyTemplates = new HashSet<>();
        memos.readMemos((key, memo) -> {
            String target = TargetMemo.targetKey(key);
            if (target != null) {
                buildTargets.remove(target);
                undecoded.remove(target);
                BuildTarget known = memo == null ? null : tryDecode(target, memo, reads, recent, published);
                if (known != null) {
                    buildTargets.put(target, known);
                } else if (memo != null) {
                    // The names that it read may follow in a later memo.
                    undecoded.put(target, memo);
                }
            } else if (memo != null) {
                try {
                    if (TargetMemo.isReads(key)) {
                        reads.put(Digest.of(memo), TargetMemo.decodeReads(memo));
                    } else if (key.equals(TargetMemo.COSTLY_TEMPLATES)) {
                        costlyTemplates.clear();
                        costlyTemplates.addAll(TargetMemo.decodeTemplates(memo));
                    }
                } catch (IOException e) {
                    LOG.warn("out/.lineman/journal: an entry of the last run cannot be read; Lineman renders its files"
                            + " again");
                }
            }
        });
        int before = buildTargets.size();
        undecoded.forEach((target, memo) -> {
            BuildTarget known = tryDecode(target, memo, reads, recent, published);
            if (known != null) {
                buildTargets.put(target, known);
            }
        });
        int lost = before + undecoded.size() - buildTargets.size();
        if (lost > 0) {
            LOG.warn(
                    "out/.lineman/journal: {} entries of the last run cannot be read; Lineman renders their files again",
                    lost);
        }
        return new TargetMemos(buildTargets, Set.copyOf(reads.keySet()), Set.copyOf(costlyTemplates));
    }

    /** Decodes a target; returns null if that is not possible. */
    private static @Nullable BuildTarget tryDecode(
            String target, byte[] memo, Map<Digest, ReadNames> reads, StringPool recent, Publication published) {
        try {
            return TargetMemo.decode(target, memo, reads, recent, published);
        } catch (IOException e) {
            return null;
        }
    }
}
