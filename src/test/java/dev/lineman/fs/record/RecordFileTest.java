package dev.lineman.fs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.fs.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
    private static final RecordFormat FORMAT = new RecordFormat(15, 3);
    private static final List<String> TEXTS = List.of("", "a", "Ünal", "😀", "\u0000", "\uFFFD", "x".repeat(70_000));
    private static final int RECORDS = 20;

    @TempDir
    Path folder;

    private Path file;
    private final List<List<Object>> written = new ArrayList<>();
    private byte[] whole = {};

    /** Writes records of random values, each with the types of its values first. */
    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("records");
        Random random = new Random(1);
        RecordWriter writer = new RecordWriter(FORMAT);
        for (int i = 0; i < RECORDS; i++) {
            List<Object> values = new ArrayList<>();
            for (int left = random.nextInt(8); left > 0; left--) {
                values.add(randomValue(random));
            }
            values.forEach(value -> put(writer, value));
            writer.end();
            written.add(values);
        }
        ByteBuffer bytes = writer.bytes();
        whole = new byte[bytes.remaining()];
        bytes.get(whole);
        Files.write(file, whole);
    }

    private static Object randomValue(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> (byte) random.nextInt();
            case 1 -> random.nextInt();
            case 2 -> random.nextLong();
            case 3 -> new Digest(random.nextLong(), random.nextLong());
            default -> TEXTS.get(random.nextInt(TEXTS.size()));
        };
    }

    private static void put(RecordWriter writer, Object value) {
        if (value instanceof Byte b) {
            writer.putByte('b');
            writer.putByte(b);
        } else if (value instanceof Integer i) {
            writer.putByte('i');
            writer.putInt(i);
        } else if (value instanceof Long l) {
            writer.putByte('l');
            writer.putLong(l);
        } else if (value instanceof Digest digest) {
            writer.putByte('d');
            writer.putDigest(digest);
        } else {
            writer.putByte('t');
            writer.putText((String) value);
        }
    }

    private static List<Object> readValues(RecordReader record) throws IOException {
        List<Object> values = new ArrayList<>();
        while (record.hasMore()) {
            values.add(
                    switch (record.readByte()) {
                        case 'b' -> record.readByte();
                        case 'i' -> record.readInt();
                        case 'l' -> record.readLong();
                        case 'd' -> record.readDigest();
                        default -> record.readText();
                    });
        }
        return values;
    }

    private boolean isValid(List<List<Object>> read) throws IOException {
        return RecordFile.readAll(file, FORMAT, record -> read.add(readValues(record)));
    }

    @Test
    void writtenRecordsAreReadBack() throws IOException {
        List<List<Object>> read = new ArrayList<>();
        assertThat(isValid(read)).isTrue();
        assertThat(read).isEqualTo(written);
    }

    @Test
    void aTruncatedFileKeepsItsFirstRecords() throws IOException {
        for (int length = 0; length < whole.length; length += length < 300 ? 1 : 1009) {
            Files.write(file, Arrays.copyOf(whole, length));
            List<List<Object>> read = new ArrayList<>();
            boolean valid = isValid(read);
            assertThat(read).as("cut at " + length).isEqualTo(written.subList(0, read.size()));
            assertThat(valid).as("cut at " + length).isEqualTo(length == ends(read.size()));
        }
    }

    /** The offset after this number of records. */
    private int ends(int records) {
        RecordWriter writer = new RecordWriter(FORMAT);
        written.subList(0, records).forEach(values -> {
            values.forEach(value -> put(writer, value));
            writer.end();
        });
        return writer.bytes().remaining();
    }

    @Test
    void aWrongBitLosesOnlyItsOwnRecord() throws IOException {
        for (int bit = 0; bit < whole.length * 8; bit += bit < 2400 ? 1 : 8009) {
            byte[] wrong = whole.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, wrong);
            List<List<Object>> read = new ArrayList<>();
            assertThat(isValid(read)).as("bit " + bit).isFalse();
            assertThat(written).as("bit " + bit).containsAll(read);
        }
        byte[] wrong = whole.clone();
        wrong[ends(1) - 1] ^= 1;
        Files.write(file, wrong);
        List<List<Object>> read = new ArrayList<>();
        assertThat(isValid(read)).isFalse();
        assertThat(read).isEqualTo(written.subList(1, RECORDS));
    }

    @Test
    void aFileOfAnotherKindOrVersionIsNotRead() throws IOException {
        for (RecordFormat other : List.of(new RecordFormat(14, 3), new RecordFormat(15, 2))) {
            assertThat(RecordFile.readAll(file, other, record -> {
                        throw new AssertionError("a record of another format");
                    }))
                    .isFalse();
        }
    }

    @Test
    void aMalformedRecordIsSkipped() throws IOException {
        List<List<Object>> read = new ArrayList<>();
        assertThat(RecordFile.readAll(file, FORMAT, record -> {
                    List<Object> values = readValues(record);
                    if (values.isEmpty()) {
                        record.readByte();
                    }
                    read.add(values);
                }))
                .isFalse();
        assertThat(read)
                .isEqualTo(written.stream().filter(values -> !values.isEmpty()).toList());
    }

    @Test
    void aPayloadThatIsTooShortIsMalformed() {
        byte[] payload = ByteBuffer.allocate(8).putInt(5).putInt(0).array();
        assertThatThrownBy(() -> new RecordReader(payload).readText()).isInstanceOf(MalformedRecordException.class);
        assertThatThrownBy(() -> new RecordReader(payload).readBytes()).isInstanceOf(MalformedRecordException.class);
        assertThatThrownBy(() -> new RecordReader(payload).readDigest()).isInstanceOf(MalformedRecordException.class);
        byte[] negative = ByteBuffer.allocate(8).putInt(-1).array();
        assertThatThrownBy(() -> new RecordReader(negative).skipBytes()).isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void aGroupEndsWithItsLastRecord() throws IOException {
        RecordWriter writer = new RecordWriter(FORMAT);
        writer.putInt(1);
        writer.end(false);
        writer.putInt(2);
        writer.end(true);
        Files.write(file, Arrays.copyOf(writer.bytes().array(), writer.bytes().limit()));
        try (RecordFile records = new RecordFile(file, Files.size(file))) {
            assertThat(records.hasHeader(FORMAT)).isTrue();
            assertThat(records.next()).isTrue();
            assertThat(records.isLast()).isFalse();
            assertThat(records.next()).isTrue();
            assertThat(records.isLast()).isTrue();
            assertThat(records.next()).isFalse();
            assertThat(records.position()).isEqualTo(Files.size(file));
        }
    }
}
