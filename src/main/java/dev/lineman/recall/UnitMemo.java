package dev.lineman.recall;

import dev.lineman.disk.Digest;
import dev.lineman.disk.MalformedRecordException;
import dev.lineman.disk.RecentTexts;
import dev.lineman.disk.RecordReader;
import dev.lineman.disk.RecordWriter;
import dev.lineman.plan.Output;
import dev.lineman.plan.Unit;
import dev.lineman.publish.Entry;
import dev.lineman.publish.Publication;
import dev.lineman.render.Masks;
import dev.lineman.render.Reads;
import dev.lineman.resolve.FactSet;
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
public final class UnitMemo {
    private static final String UNIT = "unit/";
    private static final String READS = "reads/";

    /** The key of the memo of the templates whose phones are made after all others. */
    public static final String COSTLY = "costly";

    /** How masks are written; numbers that earlier builds did not write there. */
    private static final int ALL = -2;

    private static final int PACKED = -3;

    private UnitMemo() {}

    /** The key of the memo of a unit. */
    public static String key(String unit) {
        return UNIT + unit;
    }

    /** The key of the memo of what outputs have read. */
    public static String key(Digest reads) {
        return READS + reads;
    }

    /** The unit that a memo's key is about; null when it is about something else. */
    static @Nullable String unit(String key) {
        return key.startsWith(UNIT) ? key.substring(UNIT.length()) : null;
    }

    static boolean isReads(String key) {
        return key.startsWith(READS);
    }

    /** The memo of the paths of templates. */
    public static byte[] encode(Set<String> templates) {
        RecordWriter memo = new RecordWriter();
        write(memo, new TreeSet<>(templates));
        return memo.payload();
    }

    static Set<String> templates(byte[] memo) throws IOException {
        return Set.copyOf(texts(new RecordReader(memo), new RecentTexts()));
    }

    public static byte[] encode(Reads reads) {
        RecordWriter memo = new RecordWriter();
        write(memo, reads.names());
        write(memo, reads.fragments());
        return memo.payload();
    }

    public static Digest digest(Reads reads) {
        return Digest.of(encode(reads));
    }

    static Reads reads(byte[] memo) throws IOException {
        RecordReader in = new RecordReader(memo);
        RecentTexts recent = new RecentTexts();
        return new Reads(texts(in, recent), texts(in, recent));
    }

    /**
     * The memo of a unit.
     *
     * @param digests of what outputs have read, from whoever has it at hand
     */
    public static byte[] encode(Unit unit, Function<Reads, Digest> digests) {
        RecordWriter memo = new RecordWriter();
        write(memo, unit.owners());
        memo.putInt(unit.outputs().size());
        for (Output output : unit.outputs()) {
            memo.putText(output.template());
            memo.putInt(output.config());
            memo.putText(output.path());
            memo.putDigest(output.body());
            memo.putDigest(output.fingerprint());
            memo.putDigest(digests.apply(output.reads()));
            write(memo, output.masks());
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
    public static Unit unit(
            String key, byte[] memo, Map<Digest, Reads> reads, RecentTexts recent, Publication published)
            throws IOException {
        RecordReader in = new RecordReader(memo);
        List<String> owners = texts(in, recent);
        List<Output> outputs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String template = recent.of(in.readText());
            int config = in.readInt();
            String path = in.readText();
            Digest body = in.readDigest();
            Entry entry = published.find(path);
            path = entry != null && entry.path().equals(path) ? entry.path() : path;
            body = entry != null && entry.digest().equals(body) ? entry.digest() : body;
            Digest fingerprint = in.readDigest();
            Reads read = reads.get(in.readDigest());
            if (read == null) {
                throw new IOException("what this output has read is not remembered");
            }
            outputs.add(new Output(
                    key, template, config, path, body, fingerprint, read, masks(in), recent.of(in.readText())));
        }
        return new Unit(key, outputs, FactSet.none(), owners);
    }

    private static void write(RecordWriter memo, Collection<String> texts) {
        memo.putInt(texts.size());
        texts.forEach(memo::putText);
    }

    private static List<String> texts(RecordReader in, RecentTexts recent) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(recent.of(in.readText()));
        }
        return texts;
    }

    private static void write(RecordWriter memo, Masks masks) {
        memo.putInt(masks.all() ? ALL : PACKED);
        if (!masks.all()) {
            memo.putBytes(masks.packed());
        }
    }

    private static Masks masks(RecordReader in) throws IOException {
        int kind = in.readInt();
        if (kind == ALL) {
            return Masks.ALL;
        }
        if (kind != PACKED) {
            throw new MalformedRecordException("no kind of masks");
        }
        try {
            return Masks.of(in.readBytes());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
