package dev.lineman.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.publish.store.Journal;
import dev.lineman.publish.store.PublishTransaction;
import dev.lineman.publish.store.PublishedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage that a power loss can leave: files that are cut short, zeros, flipped bits. */
class PowerLossTest {
    private static final Instant TIME = Instant.ofEpochSecond(1_000_000);
    private static final int TRANSACTIONS = 12;

    @TempDir
    Path folder;

    private Path out;
    private Path journal;
    private Path pack;
    /** The publication after each transaction, the empty one first. */
    private final List<Map<String, String>> history = new ArrayList<>();

    @BeforeEach
    void publishSome() throws IOException {
        out = folder.resolve("out");
        journal = out.resolve(".lineman/journal");
        pack = out.resolve(".lineman/bodies/1.pack");
        Map<String, String> published = new TreeMap<>();
        history.add(Map.copyOf(published));
        try (Publisher publisher = open()) {
            for (int i = 0; i < TRANSACTIONS; i++) {
                PublishTransaction publishTransaction = publisher.beginTransaction();
                String content = "content " + i + " ".repeat(10 * i) + "end";
                publishTransaction.put("provisioning/f" + i % 5, FolderTree.bytes(content), TIME);
                publishTransaction.putMemo("key" + i % 3, FolderTree.bytes("memo" + i));
                published.put("provisioning/f" + i % 5, content);
                if (i % 4 == 3) {
                    publishTransaction.drop("provisioning/f0");
                    published.remove("provisioning/f0");
                }
                assertThat(publisher.publish(publishTransaction).problems()).isEmpty();
                history.add(Map.copyOf(published));
            }
        }
    }

    @Test
    void aJournalThatIsCutShortEndsWithItsLastCompleteChange() throws IOException {
        byte[] whole = Files.readAllBytes(journal);
        Set<Map<String, String>> seen = new HashSet<>();
        for (int length = 0; length <= whole.length; length++) {
            Files.write(journal, Arrays.copyOf(whole, length));
            try (Publisher publisher = open()) {
                Map<String, String> contents = FolderTree.contents(publisher);
                assertThat(history).as("cut at " + length).contains(contents);
                seen.add(contents);
            }
        }
        assertThat(seen).hasSameSizeAs(new HashSet<>(history));
    }

    @Test
    void aJournalWithZerosAtItsEndEndsWithItsLastCompleteChange() throws IOException {
        byte[] whole = Files.readAllBytes(journal);
        for (int length = 0; length <= whole.length; length++) {
            byte[] zeroed = whole.clone();
            Arrays.fill(zeroed, length, whole.length, (byte) 0);
            Files.write(journal, zeroed);
            try (Publisher publisher = open()) {
                assertThat(history).as("zeros from " + length).contains(FolderTree.contents(publisher));
                assertThat(publisher.journalLost()).isEqualTo(length < Long.BYTES);
            }
        }
    }

    @Test
    void aChangeOfManyRecordsThatIsCutShortHasNoEffect() throws IOException {
        long before = Files.size(journal);
        try (Publisher publisher = open()) {
            PublishTransaction publishTransaction = publisher.beginTransaction();
            for (int i = 0; i < 2000; i++) {
                publishTransaction.put("provisioning/f" + i, FolderTree.bytes("other " + i), TIME);
                publishTransaction.putMemo("key" + i % 3, FolderTree.bytes("other".repeat(20)));
            }
            publishTransaction.drop("provisioning/f3");
            assertThat(publisher.publish(publishTransaction).problems()).isEmpty();
        }
        byte[] whole = Files.readAllBytes(journal);
        Map<String, String> last = history.get(history.size() - 1);
        for (int length = whole.length - 1; length > before; length -= 7919) {
            Files.write(journal, Arrays.copyOf(whole, length));
            try (Publisher publisher = open()) {
                assertThat(FolderTree.contents(publisher))
                        .as("cut at " + length)
                        .isEqualTo(last);
                assertThat(FolderTree.memos(publisher).values()).allMatch(memo -> memo.startsWith("memo"));
            }
        }
    }

    @Test
    void aJournalWithOneWrongBitGivesAnOlderPublicationOrNone() throws IOException {
        byte[] whole = Files.readAllBytes(journal);
        for (int bit = 0; bit < whole.length * 8; bit += 13) {
            byte[] wrong = whole.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(journal, wrong);
            try (Publisher publisher = open()) {
                assertThat(history).as("bit " + bit).contains(FolderTree.contents(publisher));
                assertThat(FolderTree.memos(publisher).values()).allMatch(memo -> memo.startsWith("memo"));
            }
        }
    }

    @Test
    void aChangeAfterALossIsKept() throws IOException {
        byte[] whole = Files.readAllBytes(journal);
        byte[] bodies = Files.readAllBytes(pack);
        for (int length = 0; length <= whole.length; length += 17) {
            Files.write(journal, Arrays.copyOf(whole, length));
            Files.write(pack, bodies);
            Map<String, String> wanted;
            try (Publisher publisher = open()) {
                wanted = new TreeMap<>(FolderTree.contents(publisher));
                publish(publisher, "provisioning/new", "after the loss");
                wanted.put("provisioning/new", "after the loss");
                assertThat(FolderTree.contents(publisher)).isEqualTo(wanted);
            }
            try (Publisher publisher = open()) {
                assertThat(FolderTree.contents(publisher))
                        .as("cut at " + length)
                        .isEqualTo(wanted);
                publisher.repair();
                assertThat(FolderTree.contents(publisher))
                        .as("cut at " + length)
                        .isEqualTo(wanted);
            }
        }
    }

    @Test
    void damagedBodiesAreNeverReadAndAreRestoredFromTheMirror() throws IOException {
        byte[] whole = Files.readAllBytes(pack);
        for (int from = 0; from <= whole.length; from += 23) {
            byte[] zeroed = whole.clone();
            Arrays.fill(zeroed, from, Math.min(whole.length, from + 300), (byte) 0);
            checkRepaired(from % 2 == 0 ? zeroed : Arrays.copyOf(whole, from), "from " + from);
        }
    }

    private void checkRepaired(byte[] damaged, String where) throws IOException {
        Files.write(pack, damaged);
        try (Publisher publisher = open()) {
            Map<String, String> newest = history.get(TRANSACTIONS);
            for (PublishedFile entry : publisher.current().entries()) {
                checkReadable(publisher, entry);
            }
            RepairResult repaired = publisher.repair();
            assertThat(repaired.lost()).as(where).isEmpty();
            assertThat(repaired.filesWritten()).as(where).isZero();
            assertThat(FolderTree.files(out)).as(where).isEqualTo(newest);
            assertThat(FolderTree.contents(publisher)).as(where).isEqualTo(newest);
        }
        try (Publisher publisher = open()) {
            assertThat(FolderTree.contents(publisher)).as(where).isEqualTo(history.get(TRANSACTIONS));
        }
    }

    private static void checkReadable(Publisher publisher, PublishedFile entry) {
        ByteBuffer content = ByteBuffer.allocate((int) entry.length());
        try {
            int unused = publisher.read(entry, 0, content);
        } catch (IOException e) {
            return;
        }
        assertThat(Digest.of(content.array())).isEqualTo(entry.digest());
    }

    @Test
    void contentWithoutAnIntactCopyIsNoLongerPublished() throws IOException {
        Files.write(pack, new byte[(int) Files.size(pack)]);
        Files.writeString(out.resolve("provisioning/f1"), "");
        try (Publisher publisher = open()) {
            RepairResult repaired = publisher.repair();

            assertThat(repaired.lost()).containsExactly("provisioning/f1");
            assertThat(publisher.current().find("provisioning/f1")).isNull();
            assertThat(out.resolve("provisioning/f1")).doesNotExist();
            assertThat(FolderTree.contents(publisher))
                    .containsOnlyKeys("provisioning/f2", "provisioning/f3", "provisioning/f4");
        }
    }

    @Test
    void emptyAndIncompleteFilesInTheMirrorAreRepaired() throws IOException {
        for (Map.Entry<String, String> file : history.get(TRANSACTIONS).entrySet()) {
            Path mirrored = out.resolve(file.getKey());
            String text = Files.readString(mirrored);
            for (String damaged : List.of("", text.substring(0, text.length() / 2), text.replace('c', '\0'))) {
                Files.writeString(mirrored, damaged);
                try (Publisher publisher = open()) {
                    assertThat(publisher.repair().filesWritten()).isEqualTo(1);
                    assertThat(mirrored).hasContent(text);
                }
            }
        }
    }

    @Test
    void aJournalOfAnUnknownVersionIsLost() throws IOException {
        byte[] whole = Files.readAllBytes(journal);
        whole[7]++;
        Files.write(journal, whole);
        try (Publisher publisher = open()) {
            assertThat(publisher.journalLost()).isTrue();
            assertThat(publisher.current().size()).isZero();
            assertThat(publisher.repair().filesWritten()).isZero();
            assertThat(FolderTree.files(out)).isEqualTo(history.get(TRANSACTIONS));
            List<String> strayFiles = new ArrayList<>();
            publisher.forEachStrayFile(strayFiles::add);
            assertThat(strayFiles)
                    .containsExactlyInAnyOrderElementsOf(
                            history.get(TRANSACTIONS).keySet());

            history.get(TRANSACTIONS).forEach((path, content) -> {
                assertThat(publish(publisher, path, content).filesWritten()).isZero();
            });
        }
        try (Publisher publisher = open()) {
            assertThat(publisher.journalLost()).isFalse();
            assertThat(FolderTree.contents(publisher)).isEqualTo(history.get(TRANSACTIONS));
        }
    }

    @Test
    void aJournalThatIsGarbageIsLost() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[random.nextInt(400)];
            random.nextBytes(garbage);
            if (garbage.length >= 8 && i % 2 == 0) {
                ByteBuffer.wrap(garbage).putLong(Journal.FORMAT.header());
            }
            Files.write(journal, garbage);
            try (Publisher publisher = open()) {
                assertThat(publisher.current().size()).isZero();
            }
        }
    }

    private static PublishResult publish(Publisher publisher, String path, String content) {
        PublishTransaction publishTransaction = publisher.beginTransaction();
        publishTransaction.put(path, FolderTree.bytes(content), TIME);
        PublishResult publishResult = publisher.publish(publishTransaction);
        assertThat(publishResult.problems()).isEmpty();
        return publishResult;
    }

    private Publisher open() throws IOException {
        return Publisher.open(out, new FileOperations(FileMode.DEFAULT));
    }
}
