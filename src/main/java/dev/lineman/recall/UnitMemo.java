package dev.lineman.recall;

import dev.lineman.disk.Digest;
import dev.lineman.disk.RecentTexts;
import dev.lineman.plan.Output;
import dev.lineman.plan.Unit;
import dev.lineman.publish.Entry;
import dev.lineman.publish.Publication;
import dev.lineman.render.Masks;
import dev.lineman.render.Reads;
import dev.lineman.resolve.FactSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
        return bytes(out -> write(out, List.copyOf(new TreeSet<>(templates))));
    }

    static Set<String> templates(byte[] memo) throws IOException {
        return Set.copyOf(texts(new DataInputStream(new ByteArrayInputStream(memo)), new RecentTexts()));
    }

    public static byte[] encode(Reads reads) {
        return bytes(out -> {
            write(out, reads.names());
            write(out, reads.fragments());
        });
    }

    public static Digest digest(Reads reads) {
        return Digest.of(encode(reads));
    }

    static Reads reads(byte[] memo) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(memo));
        RecentTexts recent = new RecentTexts();
        return new Reads(texts(in, recent), texts(in, recent));
    }

    public static byte[] encode(Unit unit) {
        return encode(unit, UnitMemo::digest);
    }

    /**
     * The memo of a unit.
     *
     * @param digests of what outputs have read, from whoever has it at hand
     */
    public static byte[] encode(Unit unit, Function<Reads, Digest> digests) {
        return bytes(out -> {
            write(out, unit.owners());
            out.writeInt(unit.outputs().size());
            for (Output output : unit.outputs()) {
                write(out, output.template());
                out.writeInt(output.config());
                write(out, output.path());
                write(out, output.body());
                write(out, output.fingerprint());
                write(out, digests.apply(output.reads()));
                write(out, output.masks());
                write(out, output.access());
            }
        });
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
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(memo));
        List<String> owners = texts(in, recent);
        List<Output> outputs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String template = recent.of(text(in));
            int config = in.readInt();
            String path = text(in);
            Digest body = digest(in);
            Entry entry = published.find(path);
            path = entry != null && entry.path().equals(path) ? entry.path() : path;
            body = entry != null && entry.digest().equals(body) ? entry.digest() : body;
            Digest fingerprint = digest(in);
            Reads read = reads.get(digest(in));
            if (read == null) {
                throw new IOException("what this output has read is not remembered");
            }
            outputs.add(
                    new Output(key, template, config, path, body, fingerprint, read, masks(in), recent.of(text(in))));
        }
        return new Unit(key, outputs, FactSet.none(), owners);
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            write(out, text);
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void write(DataOutputStream out, Digest digest) throws IOException {
        out.writeLong(digest.high());
        out.writeLong(digest.low());
    }

    private static void write(DataOutputStream out, Masks masks) throws IOException {
        if (masks.all()) {
            out.writeInt(ALL);
            return;
        }
        byte[] packed = masks.packed();
        out.writeInt(PACKED);
        out.writeInt(packed.length);
        out.write(packed);
    }

    private static Masks masks(DataInputStream in) throws IOException {
        int kind = in.readInt();
        if (kind == ALL) {
            return Masks.ALL;
        }
        if (kind != PACKED) {
            throw new IOException("no kind of masks");
        }
        try {
            return Masks.of(bytes(in));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static List<String> texts(DataInputStream in, RecentTexts recent) throws IOException {
        int size = in.readInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            texts.add(recent.of(text(in)));
        }
        return texts;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("something is longer than what holds it");
        }
        return in.readNBytes(length);
    }

    private static Digest digest(DataInputStream in) throws IOException {
        return new Digest(in.readLong(), in.readLong());
    }
}
