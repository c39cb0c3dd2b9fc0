package dev.lineman.recall;

import dev.lineman.disk.Packer;
import dev.lineman.disk.WritableFile;
import dev.lineman.inventory.DocumentPacker;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Unit;
import dev.lineman.resolve.Fact;
import dev.lineman.resolve.FactSet;
import dev.lineman.source.Document;
import dev.lineman.source.Signature;
import dev.lineman.source.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** Writes what is to be remembered, block after block. */
final class MemoryWriter {
    private final WritableFile file;
    private final Packer packer = new Packer();
    private final DocumentPacker documents = new DocumentPacker(packer);
    private final IdentityHashMap<FactSet, Integer> facts = new IdentityHashMap<>();
    private long position;

    MemoryWriter(WritableFile file) {
        this.file = file;
    }

    void write(String build, Map<String, String> environment, Snapshot snapshot, Ledger ledger, Map<String, String> due)
            throws IOException {
        packer.word(Blocks.HEAD);
        packer.text(build);
        end();
        begin(Blocks.FILES);
        for (Map.Entry<String, Snapshot.Entry> next : snapshot.files().entrySet()) {
            // What is wrong with a file is to be told again.
            if (!next.getValue().broken() && !snapshot.complains(next.getKey())) {
                file(next.getKey(), next.getValue());
                next(Blocks.FILES);
            }
        }
        end();
        begin(Blocks.UNITS);
        for (Unit unit : ledger.units()) {
            unit(unit);
            next(Blocks.UNITS);
        }
        end();
        begin(Blocks.DUE);
        for (Map.Entry<String, String> next : due.entrySet()) {
            packer.text(next.getKey());
            packer.text(next.getValue());
            next(Blocks.DUE);
        }
        end();
        begin(Blocks.END);
        packer.number(documents.variables().size());
        documents.variables().forEach(packer::text);
        packer.digest(Variables.digest(documents.variables(), environment));
        end();
    }

    private void file(String path, Snapshot.Entry entry) {
        packer.text(path);
        Signature signature = entry.signature();
        packer.word(signature.size());
        packer.word(signature.modified());
        packer.word(signature.changed());
        packer.word(signature.inode());
        packer.digest(entry.digest());
        packer.flag(entry.young());
        Document document = entry.document();
        boolean packed = document != null && DocumentPacker.packs(document);
        packer.flag(packed);
        if (document != null && packed) {
            documents.pack(document);
        } else if (document != null) {
            documents.note(document);
        }
    }

    private void unit(Unit unit) {
        packer.text(unit.key());
        packer.word(Mark.of(unit));
        Integer known = facts.putIfAbsent(unit.facts(), facts.size() + 1);
        packer.number(known == null ? 0 : known);
        if (known == null) {
            packer.number(unit.facts().facts().size());
            for (Fact fact : unit.facts().facts()) {
                packer.text(fact.kind().name());
                packer.text(fact.name());
            }
        }
    }

    private void begin(int kind) {
        packer.number(kind);
    }

    private void next(int kind) throws IOException {
        if (packer.size() >= Blocks.SIZE) {
            end();
            begin(kind);
        }
    }

    private void end() throws IOException {
        ByteBuffer block = packer.packed();
        CRC32C crc = new CRC32C();
        crc.update(block.duplicate());
        ByteBuffer frame = ByteBuffer.allocate(2 * Integer.BYTES + block.remaining());
        frame.putInt(block.remaining()).putInt((int) crc.getValue()).put(block).flip();
        int size = frame.remaining();
        file.write(frame, position);
        position += size;
        packer.clear();
        documents.clear();
        facts.clear();
    }
}
