package dev.lineman.build.memo;

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
 * Encodes what the journal keeps of a build target over a restart, and decodes it. So a start does not render outputs
 * that are still right, and it knows the outputs of an input that became unreadable.
 *
 * <p>Many outputs have read the same names. These are a memo of their own, by digest. {@code build.PublicationStore}
 * writes memos, {@link TargetMemos} reads them. Thread-safe.
 */
public final class TargetMemo {
    /** The prefix of the key of a target's memo. It is part of the file format. */
    private static final String TARGET_PREFIX = "unit/";
    /** The prefix of the key of a memo of names that were read. It is part of the file format. */
    private static final String READS_PREFIX = "reads/";

    /** The key of the memo of the costly templates. Their phones are rendered after all others. */
    public static final String COSTLY_TEMPLATES = "costly";

    /** The kinds of masks. The numbers differ from all that earlier versions wrote in this place. */
    private static final int MASKS_ALL = -2;

    private static final int MASKS_PACKED = -3;

    private TargetMemo() {}

    /** Returns the key of the memo of a target. */
    public static String key(String target) {
        return TARGET_PREFIX + target;
    }

    /** Returns the key of the memo of the names that outputs have read. */
    public static String key(Digest reads) {
        return READS_PREFIX + reads;
    }

    /** Returns the target in the key of a memo; null if the memo is of another kind. */
    static @Nullable String targetKey(String key) {
        return key.startsWith(TARGET_PREFIX) ? key.substring(TARGET_PREFIX.length()) : null;
    }

    /** Whether a key is that of a memo of names that were read. */
    static boolean isReads(String key) {
        return key.startsWith(READS_PREFIX);
    }

    /** Encodes the paths of the costly templates. */
    public static byte[] encode(Set<String> templates) {
        RecordWriter memo = new RecordWriter();
        write(memo, new TreeSet<>(templates));
        return memo.payload();
    }

    /** Decodes the paths of the costly templates. */
    static Set<String> decodeTemplates(byte[] memo) throws IOException {
        return Set.copyOf(readTexts(new RecordReader(memo), new StringPool()));
    }

    /** Encodes the names that outputs have read. */
    public static byte[] encode(ReadNames reads) {
        RecordWriter memo = new RecordWriter();
        write(memo, reads.names());
        write(memo, reads.fragments());
        return memo.payload();
    }

    /** Returns the digest of the encoded names. */
    public static Digest digest(ReadNames reads) {
        return Digest.of(encode(reads));
    }

    /** Decodes the names that outputs have read. */
    static ReadNames decodeReads(byte[] memo) throws IOException {
        RecordReader in = new RecordReader(memo);
        StringPool recent = new StringPool();
        return new ReadNames(readTexts(in, recent), readTexts(in, recent));
    }

    /**
     * Encodes a target.
     *
     * @param digests gives the digest of the names that an output has read
     */
    public static byte[] encode(BuildTarget buildTarget, Function<ReadNames, Digest> digests) {
        RecordWriter memo = new RecordWriter();
        write(memo, buildTarget.sourceFiles());
        memo.putInt(buildTarget.outputs().size());
        for (Output output : buildTarget.outputs()) {
            memo.putText(output.template());
            // A file without further pages has the number of its deviceconfig alone.
            if (output.page() > 0) {
                memo.putInt(-output.page());
            }
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
     * Decodes a target.
     *
     * @param reads the names that outputs have read, by digest
     * @param recent shares equal text between targets
     * @param published the publication of the memo; outputs share path and digest with it, to save memory
     * @throws IOException if the memo is malformed, or if it refers to names that are not in {@code reads}
     */
    public static BuildTarget decode(
            String key, byte[] memo, Map<Digest, ReadNames> reads, StringPool recent, Publication published)
            throws IOException {
        RecordReader in = new RecordReader(memo);
        List<String> sourceFiles = readTexts(in, recent);
        List<Output> outputs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String template = recent.intern(in.readText());
            int first = in.readInt();
            int page = Math.max(0, -first);
            int config = page > 0 ? in.readInt() : first;
            String path = in.readText();
            Digest body = in.readDigest();
            PublishedFile entry = published.find(path);
            path = entry != null && entry.path().equals(path) ? entry.path() : path;
            body = entry != null && entry.digest().equals(body) ? entry.digest() : body;
            Digest fingerprint = in.readDigest();
            ReadNames read = reads.get(in.readDigest());
            if (read == null) {
                throw new IOException("no memo has the names that this output has read");
            }
            outputs.add(new Output(
                    key,
                    template,
                    config,
                    page,
                    path,
                    body,
                    fingerprint,
                    read,
                    readMasks(in),
                    recent.intern(in.readText())));
        }
        return new BuildTarget(key, outputs, DependencySet.none(), sourceFiles);
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
            throw new MalformedRecordException("unknown kind of masks");
        }
        try {
            return SecretMasks.unpack(in.readBytes());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
