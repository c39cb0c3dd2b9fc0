package dev.lineman.recall;

import dev.lineman.disk.Digest;
import dev.lineman.disk.Unpacker;
import dev.lineman.inventory.DocumentUnpacker;
import dev.lineman.inventory.Inventory;
import dev.lineman.source.Change;
import dev.lineman.source.Document;
import dev.lineman.source.Recollection;
import dev.lineman.source.Signature;
import dev.lineman.source.Snapshot;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads what was remembered, several blocks at the same time. */
final class MemoryReader {
    private static final int AT_ONCE = 8;
    private static final int LONGEST = 64 << 20;

    /** One block, taken apart. */
    private static final class Block {
        final List<String> paths = new ArrayList<>();
        final List<Snapshot.Entry> entries = new ArrayList<>();
        final Map<String, String> due = new LinkedHashMap<>();
        boolean sound;
        boolean last;
    }

    private final DataInputStream in;
    private final String build;
    private final Map<String, String> environment;
    private final DocumentUnpacker.Shared shared = new DocumentUnpacker.Shared();
    private final Recollection files = new Recollection();
    private final List<Change> documents = new ArrayList<>();
    private final List<byte[]> lookups = new ArrayList<>();
    private final Map<String, String> due = new LinkedHashMap<>();

    MemoryReader(DataInputStream in, String build, Map<String, String> environment) {
        this.in = in;
        this.build = build;
        this.environment = environment;
    }

    /**
     * What is remembered; null when it was written by another build, or with other variables in the environment.
     *
     * @throws IOException when it is damaged
     */
    @Nullable
    Recalled read() throws IOException {
        byte[] head = block();
        Unpacker first = new Unpacker(head);
        if (head.length < Long.BYTES
                || first.word() != Blocks.HEAD
                || !first.text().equals(build)) {
            return null;
        }
        boolean sound = true;
        boolean last = false;
        while (!last) {
            List<byte[]> blocks = new ArrayList<>();
            while (blocks.size() < AT_ONCE && !last) {
                byte[] block = block();
                if (block[0] == Blocks.UNITS) {
                    lookups.add(block);
                } else {
                    blocks.add(block);
                }
                last = block[0] == Blocks.END;
            }
            for (Block block : blocks.parallelStream().map(this::taken).toList()) {
                add(block);
                sound &= !block.last || block.sound;
            }
        }
        return sound
                ? new Recalled(
                        files,
                        CompletableFuture.supplyAsync(() -> Inventory.empty().with(documents)),
                        new Lookups(lookups),
                        due)
                : null;
    }

    private byte[] block() throws IOException {
        int length = in.readInt();
        int checksum = in.readInt();
        if (length <= 0 || length > LONGEST) {
            throw new IOException("a block is longer or shorter than one can be");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("a block is cut off");
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        if ((int) crc.getValue() != checksum) {
            throw new IOException("a block is damaged");
        }
        return bytes;
    }

    private void add(Block block) {
        for (int i = 0; i < block.paths.size(); i++) {
            String path = block.paths.get(i);
            Snapshot.Entry entry = block.entries.get(i);
            files.add(path, entry);
            if (entry.document() != null) {
                documents.add(new Change(path, null, entry.document()));
            }
        }
        due.putAll(block.due);
    }

    private Block taken(byte[] bytes) {
        Unpacker unpacker = new Unpacker(bytes);
        Block block = new Block();
        switch (unpacker.number()) {
            case Blocks.FILES -> files(unpacker, block);
            case Blocks.DUE -> {
                while (unpacker.hasMore()) {
                    block.due.put(unpacker.text(), unpacker.text());
                }
            }
            case Blocks.END -> end(unpacker, block);
            default -> throw new IllegalArgumentException("no kind of block");
        }
        return block;
    }

    private void files(Unpacker unpacker, Block block) {
        DocumentUnpacker unpacked = new DocumentUnpacker(unpacker, shared);
        while (unpacker.hasMore()) {
            String path = unpacker.text();
            Signature signature = new Signature(unpacker.word(), unpacker.word(), unpacker.word(), unpacker.word());
            Digest digest = unpacker.digest();
            boolean young = unpacker.flag();
            Document document = unpacker.flag() ? unpacked.unpack(path) : null;
            block.paths.add(path);
            block.entries.add(new Snapshot.Entry(signature, digest, document, false, young));
        }
    }

    private void end(Unpacker unpacker, Block block) {
        block.last = true;
        List<String> variables = new ArrayList<>();
        for (int left = unpacker.count(); left > 0; left--) {
            variables.add(unpacker.text());
        }
        block.sound = Variables.digest(variables, environment).equals(unpacker.digest());
    }
}
