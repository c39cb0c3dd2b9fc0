package dev.lineman.build.memory;

import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.collection.StringPool;
import dev.lineman.fs.Digest;
import dev.lineman.fs.record.MalformedRecordException;
import dev.lineman.fs.record.RecordReader;
import dev.lineman.fs.record.RecordWriter;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import dev.lineman.render.content.ReadNames;
import dev.lineman.render.text.SecretMasks;
import dev.lineman.resolve.value.DependencySet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How units are remembered over a restart: what made each output, so that nothing that is still right is rendered
 * again, and the outputs of an input that has become unreadable are known. What outputs have read is mostly the same,
 * and is remembered once, by its digest.
 */
public final class TargetMemo {
    private static final String TARGET_PREFIX = "unit/";
    private static final String READS_PREFIX = "reads/";

    /** The key of the memo of the templates whose phones are made after all others. */
    public static final String SLOW_TEMPLATES = "costly";

    /** How masks are written; numbers that earlier builds did not write there. */
    private static final int MASKS_ALL = -2;

    private static final int MASKS_PACKED = -3;

    private TargetMemo() {}

    /** The key of the memo of a unit. */
    public static String key(String unit) {
        return TARGET_PREFIX + unit;
    }

    /** The key of the memo of what outputs have read. */
    public static String key(Digest reads) {
        return READS_PREFIX + reads;
    }

    /** The unit that a memo's key is about; null when it is about something else. */
    static @Nullable String unit(String key) {
        return key.startsWith(TARGET_PREFIX) ? key.substring(TARGET_PREFIX.length()) : null;
    }

    static boolean isReads(String key) {
        return key.startsWith(READS_PREFIX);
    }

    /** The memo of the paths of templates. */
    public static byte[] encode(Set<String> templates) {
        RecordWriter memo = new RecordWriter();
        write(memo, new TreeSet<>(templates));
        return memo.payload();
    }

    static Set<String> decodeTemplates(byte[] memo) throws IOException {
        return Set.copyOf(readTexts(new RecordReader(memo), new StringPool()));
    }

    public static byte[] encode(ReadNames reads) {
        RecordWriter memo = new RecordWriter();
        write(memo, reads.names());
        write(memo, reads.fragments());
        return memo.payload();
    }

    public static Digest digest(ReadNames reads) {
        return Digest.of(encode(reads));
    }

    static ReadNames decodeReads(byte[] memo) throws IOException {
        RecordReader in = new RecordReader(memo);
        StringPool recent = new StringPool();
        return new ReadNames(readTexts(in, recent), readTexts(in, recent));
    }

    /**
     * The memo of a unit.
     *
     * @param digests of what outputs have read, from whoever has it at hand
     */
    public static byte[] encode(BuildTarget buildTarget, Function<ReadNames, Digest> digests) {
        RecordWriter memo = new RecordWriter();
        write(memo, buildTarget.sourceFiles());
        memo.putInt(buildTarget.outputs().size());
        for (Output output : buildTarget.outputs()) {
            memo.putText(output.template());
            memo.putInt(output.config());
            memo.putText(output.path());
            memo.putDigest(output.body());
            memo.putDigest(output.fingerprint());
            memo.putDigest(digests.apply(output.reads()));
            write(memo, output.secretMasks());
            memo.putText(output.access());
        }
        return memo.payload();
    }

    /**
     * The unit that a memo tells of.
     *
     * @param reads what outputs have read, by digest
     * @param recent of what units read before this one
     * @param published what is published: what an output has in common with it, it shares
     * @throws IOException when the memo is not one of ours
     */
    public static BuildTarget unit(
            String key, byte[] memo, Map<Digest, ReadNames> reads, StringPool recent, Publication published)
            throws IOException {
        RecordReader in = new RecordReader(memo);
        List<String> owners = readTexts(in, recent);
        List<Output> outputs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String template = recent.intern(in.readText());
            int config = in.readInt();
            String path = in.readText();
            Digest body = in.readDigest();
            PublishedFile entry = published.find(path);
            path = entry != null && entry.path().equals(path) ? entry.path() : path;
            body = entry != null && entry.digest().equals(body) ? entry.digest() : body;
            Digest fingerprint = in.readDigest();
            ReadNames read = reads.get(in.readDigest());
            if (read == null) {
                throw new IOException("what this output has read is not remembered");
            }
            outputs.add(new Output(
                    key, template, config, path, body, fingerprint, read, readMasks(in), recent.intern(in.readText())));
        }
        return new BuildTarget(key, outputs, DependencySet.none(), owners);
    }

    private static void write(RecordWriter memo, Collection<String> texts) {
        memo.putInt(texts.size());
        texts.forEach(memo::putText);
    }

    private static List<String> readTexts(RecordReader in, StringPool recent) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(recent.intern(in.readText()));
        }
        return texts;
    }

    private static void write(RecordWriter memo, SecretMasks secretMasks) {
        memo.putInt(secretMasks.hidesAll() ? MASKS_ALL : MASKS_PACKED);
        if (!secretMasks.hidesAll()) {
            memo.putBytes(secretMasks.packed());
        }
    }

    private static SecretMasks readMasks(RecordReader in) throws IOException {
        int kind = in.readInt();
        if (kind == MASKS_ALL) {
            return SecretMasks.ALL;
        }
        if (kind != MASKS_PACKED) {
            throw new MalformedRecordException("no kind of masks");
        }
        try {
            return SecretMasks.unpack(in.readBytes());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
