package dev.lineman.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.problem.Severity;
import dev.lineman.publish.store.PublishTransaction;
import dev.lineman.publish.store.PublishedFile;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files the mirror writes into out/, and which it leaves alone. */
class MirrorTest {
    private static final Instant FIRST = Instant.ofEpochSecond(1_000_000);
    private static final Instant LATER = Instant.ofEpochSecond(2_000_000);
    private static final String CFG = "provisioning/cfg000413246672";

    @TempDir
    Path root;

    private Path out;
    private Publisher publisher;

    @BeforeEach
    void open() throws IOException {
        out = root.resolve("out");
        publisher = Publisher.open(out, new FileOperations(FileMode.DEFAULT));
    }

    @AfterEach
    void close() throws IOException {
        publisher.close();
    }

    @Test
    void filesAndFoldersHaveTheirModes() throws IOException {
        PublishResult publishResult = put("provisioning/berlin/a", "hello");

        assertThat(publishResult.problems()).isEmpty();
        assertThat(publishResult.filesWritten()).isEqualTo(1);
        assertThat(out.resolve("provisioning/berlin/a")).hasContent("hello");
        assertThat(mode("provisioning/berlin/a")).isEqualTo("rw-r-----");
        assertThat(mode("provisioning/berlin")).isEqualTo("rwxr-x---");
        assertThat(mode(".lineman/journal")).isEqualTo("rw-r-----");
        assertThat(mode(".lineman")).isEqualTo("rwxr-x---");
    }

    @Test
    void aRepairSetsAChangedFileMode() throws IOException {
        put(CFG, "hello");
        Object inode = inode(CFG);
        publisher.close();
        publisher = Publisher.open(out, new FileOperations(FileMode.parse("0664")));

        assertThat(publisher.repair().filesWritten()).isZero();

        assertThat(mode(CFG)).isEqualTo("rw-rw-r--");
        assertThat(inode(CFG)).isEqualTo(inode);
    }

    @Test
    void publishingTheSameContentAgainChangesNoFile() throws IOException {
        put(CFG, "hello");
        FileTime modified = Files.getLastModifiedTime(out.resolve(CFG));
        Object inode = inode(CFG);
        long journal = Files.size(out.resolve(".lineman/journal"));

        PublishResult again =
                publish(publishTransaction -> publishTransaction.put(CFG, FolderTree.bytes("hello"), LATER));
        publisher.repair();

        assertThat(again.filesWritten()).isZero();
        assertThat(inode(CFG)).isEqualTo(inode);
        assertThat(Files.getLastModifiedTime(out.resolve(CFG))).isEqualTo(modified);
        assertThat(Files.size(out.resolve(".lineman/journal"))).isEqualTo(journal);
    }

    @Test
    void aFileThatAlreadyHasTheRightContentIsKept() throws IOException {
        foreignFile(CFG, "hello");
        Object inode = inode(CFG);

        PublishResult publishResult = put(CFG, "hello");

        assertThat(publishResult.problems()).isEmpty();
        assertThat(publishResult.filesWritten()).isZero();
        assertThat(inode(CFG)).isEqualTo(inode);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60})
    void aForeignFileWithTheNameOfAnOutputIsReplacedWithAWarning(int others) throws IOException {
        foreignFile(CFG, "mine");
        foreignFile("provisioning/README", "mine, too");

        PublishResult publishResult = publish(publishTransaction -> {
            for (int i = 0; i < others; i++) {
                publishTransaction.put("provisioning/other" + i, FolderTree.bytes("x"), FIRST);
            }
            publishTransaction.put(CFG, FolderTree.bytes("hello"), FIRST);
        });

        assertThat(publishResult.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.WARNING);
            assertThat(problem.at().file()).isEqualTo("out/" + CFG);
        });
        assertThat(out.resolve(CFG)).hasContent("hello");
        assertThat(out.resolve("provisioning/README")).hasContent("mine, too");
    }

    @Test
    void aForeignFolderWithTheNameOfAnOutputIsAnErrorUntilItIsRemoved() throws IOException {
        foreignFile(CFG + "/mine", "x");

        PublishResult publishResult = put(CFG, "hello");
        assertThat(errorsAt(publishResult)).containsExactly("out/" + CFG);
        assertThat(text(CFG)).isEqualTo("hello");
        assertThat(errorsAt(publish(publishTransaction -> {}))).containsExactly("out/" + CFG);

        Files.delete(out.resolve(CFG + "/mine"));
        Files.delete(out.resolve(CFG));
        assertThat(publish(publishTransaction -> {}).filesWritten()).isEqualTo(1);
        assertThat(out.resolve(CFG)).hasContent("hello");
    }

    @Test
    void aFileInThePlaceOfAFolderIsOneErrorForAllFilesBelow() throws IOException {
        foreignFile("provisioning/berlin", "a file");

        PublishResult publishResult = publish(publishTransaction -> {
            publishTransaction.put("provisioning/berlin/a", FolderTree.bytes("a"), FIRST);
            publishTransaction.put("provisioning/berlin/b/c", FolderTree.bytes("c"), FIRST);
            publishTransaction.put(CFG, FolderTree.bytes("hello"), FIRST);
        });

        assertThat(errorsAt(publishResult)).containsExactly("out/provisioning/berlin");
        assertThat(out.resolve(CFG)).hasContent("hello");
        assertThat(out.resolve("provisioning/berlin")).hasContent("a file");
        assertThat(text("provisioning/berlin/b/c")).isEqualTo("c");
    }

    @Test
    void aLinkWithTheNameOfAnOutputIsReplacedAndItsTargetStays() throws IOException {
        Path outside = Files.writeString(root.resolve("outside"), "precious");
        Files.createDirectories(out.resolve("provisioning"));
        Files.createSymbolicLink(out.resolve(CFG), outside);

        PublishResult publishResult = put(CFG, "hello");

        assertThat(publishResult.problems()).hasSize(1);
        assertThat(out.resolve(CFG)).isRegularFile().hasContent("hello");
        assertThat(Files.isSymbolicLink(out.resolve(CFG))).isFalse();
        assertThat(outside).hasContent("precious");
    }

    @Test
    void nothingIsWrittenOrRemovedThroughALinkedFolder() throws IOException {
        put("provisioning/berlin/a", "ours");
        Path outside = Files.createDirectories(root.resolve("outside"));
        Files.writeString(outside.resolve("a"), "precious");
        Files.delete(out.resolve("provisioning/berlin/a"));
        Files.delete(out.resolve("provisioning/berlin"));
        Files.createSymbolicLink(out.resolve("provisioning/berlin"), outside);

        PublishResult changed = publish(publishTransaction -> {
            publishTransaction.put("provisioning/berlin/a", FolderTree.bytes("changed"), LATER);
            publishTransaction.put("provisioning/berlin/b", FolderTree.bytes("new"), LATER);
        });
        publisher.repair();
        publish(publishTransaction -> publishTransaction.drop("provisioning/berlin/a"));

        assertThat(errorsAt(changed)).containsExactly("out/provisioning/berlin");
        assertThat(outside.resolve("a")).hasContent("precious");
        assertThat(outside.resolve("b")).doesNotExist();
    }

    @Test
    void emptyFoldersAreRemovedAndFoldersWithForeignFilesStay() throws IOException {
        put("provisioning/berlin/deep/er/a", "a");
        put("provisioning/bonn/b", "b");
        put("site/berlin/phonebook.xml", "c");
        foreignFile("provisioning/bonn/README", "mine");

        PublishResult publishResult = publish(publishTransaction -> {
            publishTransaction.drop("provisioning/berlin/deep/er/a");
            publishTransaction.drop("provisioning/bonn/b");
            publishTransaction.drop("site/berlin/phonebook.xml");
            publishTransaction.drop("provisioning/never/there");
        });

        assertThat(publishResult.problems()).isEmpty();
        assertThat(publishResult.filesRemoved()).isEqualTo(3);
        assertThat(out.resolve("provisioning")).isDirectory();
        assertThat(out.resolve("provisioning/berlin")).doesNotExist();
        assertThat(out.resolve("provisioning/bonn/README")).hasContent("mine");
        assertThat(out.resolve("provisioning/bonn/b")).doesNotExist();
        assertThat(out.resolve("site")).doesNotExist();
    }

    @Test
    void aNameThatChangesItsCaseReplacesTheOldOne() throws IOException {
        put("provisioning/ABC.cfg", "one");
        PublishResult publishResult = publish(publishTransaction -> {
            publishTransaction.put("provisioning/abc.cfg", FolderTree.bytes("one"), LATER);
            publishTransaction.drop("provisioning/ABC.cfg");
        });

        assertThat(publishResult.problems()).isEmpty();
        assertThat(fileNames("provisioning")).containsExactly("abc.cfg");
        assertThat(publisher.current().size()).isEqualTo(1);
        PublishedFile entry = publisher.current().find("provisioning/Abc.CFG");
        assertThat(entry).isNotNull().extracting(PublishedFile::path).isEqualTo("provisioning/abc.cfg");
        assertThat(entry).extracting(PublishedFile::modified).isEqualTo(FIRST);
    }

    @Test
    void aFileCanBecomeAFolderAndAFileAgain() throws IOException {
        put("provisioning/x", "file");
        PublishResult there = publish(publishTransaction -> {
            publishTransaction.put("provisioning/x/y", FolderTree.bytes("below"), FIRST);
            publishTransaction.drop("provisioning/x");
        });
        assertThat(there.problems()).isEmpty();
        assertThat(out.resolve("provisioning/x/y")).hasContent("below");
        publish(publishTransaction -> {
            publishTransaction.put("provisioning/x", FolderTree.bytes("file"), FIRST);
            publishTransaction.drop("provisioning/x/y");
        });
        assertThat(out.resolve("provisioning/x")).hasContent("file");
    }

    @Test
    void manualChangesAreRepairedAndForeignFilesStay() throws IOException {
        put("provisioning/changed", "one");
        put("provisioning/berlin/deleted", "two");
        put("provisioning/turned", "three");
        Files.writeString(out.resolve("provisioning/changed"), "ONE");
        Files.delete(out.resolve("provisioning/berlin/deleted"));
        Files.delete(out.resolve("provisioning/berlin"));
        Files.delete(out.resolve("provisioning/turned"));
        Files.createSymbolicLink(out.resolve("provisioning/turned"), root.resolve("nowhere"));
        foreignFile("provisioning/foreign", "mine");
        foreignFile("provisioning/.lineman-1z1.tmp", "a crash left it");
        foreignFile("elsewhere/.lineman-1z2.tmp", "a crash left it");

        RepairResult repaired = publisher.repair();

        assertThat(repaired.problems()).isEmpty();
        assertThat(repaired.filesWritten()).isEqualTo(3);
        assertThat(FolderTree.files(out))
                .hasSize(4)
                .containsEntry("provisioning/changed", "one")
                .containsEntry("provisioning/berlin/deleted", "two")
                .containsEntry("provisioning/turned", "three")
                .containsEntry("provisioning/foreign", "mine");
        List<String> strayFiles = new ArrayList<>();
        publisher.forEachStrayFile(strayFiles::add);
        assertThat(strayFiles).containsExactly("provisioning/foreign");
    }

    @Test
    void aDroppedFileThatIsStillThereIsRemovedLaterUnlessItsContentIsForeign() throws IOException {
        for (String content : List.of("ours", "theirs")) {
            put(CFG, "ours");
            publisher.close();
            // The first deletion of this publication is that of the mirror.
            publisher = Publisher.open(out, new FileOperations(FileMode.DEFAULT, (operation, file) -> {
                if (file.endsWith(CFG)) {
                    throw new FailingDisk.Crash();
                }
            }));
            assertThatThrownBy(() -> publish(publishTransaction -> publishTransaction.drop(CFG)))
                    .isInstanceOf(FailingDisk.Crash.class);
            publisher.close();
            Files.writeString(out.resolve(CFG), content);
            open();

            RepairResult repaired = publisher.repair();

            assertThat(publisher.current().size()).isZero();
            assertThat(Files.exists(out.resolve(CFG))).isEqualTo(content.equals("theirs"));
            assertThat(repaired.problems()).hasSize(content.equals("theirs") ? 1 : 0);
            publisher.close();
            open();
            assertThat(publisher.repair().problems()).isEmpty();
            Files.deleteIfExists(out.resolve(CFG));
        }
    }

    @Test
    void aNameThatIsTooLongIsAnErrorOfOneFile() throws IOException {
        String name = "provisioning/" + "n".repeat(300);
        PublishResult publishResult = publish(publishTransaction -> {
            publishTransaction.put(name, FolderTree.bytes("long"), FIRST);
            publishTransaction.put(CFG, FolderTree.bytes("hello"), FIRST);
        });

        assertThat(errorsAt(publishResult)).containsExactly("out/" + name);
        assertThat(out.resolve(CFG)).hasContent("hello");
        assertThat(text(name)).isEqualTo("long");
    }

    @Test
    void manyFailuresGiveFewProblems() throws IOException {
        PublishResult publishResult = publish(publishTransaction -> {
            for (int i = 0; i < 100; i++) {
                publishTransaction.put("provisioning/" + i + "n".repeat(300), FolderTree.bytes("long"), FIRST);
            }
        });

        assertThat(publishResult.problems()).hasSize(21).last().asString().contains("80 more");
    }

    @Test
    void largeContentGetsAFileOfItsOwn() throws IOException {
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        List<Digest> digests = new ArrayList<>();
        PublishResult publishResult = publish(publishTransaction -> {
            digests.add(stream(publishTransaction, "provisioning/fw/a.bin", large));
            digests.add(stream(publishTransaction, "provisioning/fw/b.bin", large));
            digests.add(stream(publishTransaction, "provisioning/fw/small.bin", FolderTree.bytes("small")));
        });

        assertThat(publishResult.bytesWritten()).isEqualTo(large.length + 5L);
        assertThat(digests).containsExactly(Digest.of(large), Digest.of(large), Digest.of(FolderTree.bytes("small")));
        Path body = out.resolve(".lineman/bodies/" + Digest.of(large));
        assertThat(body).hasBinaryContent(large);
        assertThat(out.resolve("provisioning/fw/a.bin")).hasBinaryContent(large);
        assertThat(out.resolve("provisioning/fw/b.bin")).hasBinaryContent(large);
        PublishedFile held = publisher.current().find("provisioning/fw/a.bin");
        assertThat(held).isNotNull();

        publisher.close();
        open();
        assertThat(publisher.repair().filesWritten()).isZero();
        PublishedFile reopened = publisher.current().find("provisioning/fw/a.bin");
        publish(publishTransaction -> publishTransaction.drop("provisioning/fw/b.bin"));
        assertThat(body).exists();
        publish(publishTransaction -> publishTransaction.drop("provisioning/fw/a.bin"));
        assertThat(body).doesNotExist();
        assertThat(reopened)
                .isNotNull()
                .satisfies(entry ->
                        assertThat(FolderTree.content(publisher, entry)).isEqualTo(large));
    }

    @Test
    void contentThatCannotBeReadIsLeftOutAndLeavesNoFile() throws IOException {
        PublishResult publishResult = publish(publishTransaction -> {
            publishTransaction.put(CFG, FolderTree.bytes("hello"), FIRST);
            assertThatThrownBy(() -> publishTransaction.addContent(failingAfter(2 << 20)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the input broke");
        });

        assertThat(publishResult.accepted()).isTrue();
        assertThat(FolderTree.files(out)).containsOnlyKeys(CFG);
        assertThat(fileNames(".lineman/bodies")).containsExactly("1.pack");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a",
                "a//b",
                "../a",
                "a/..",
                "./a",
                ".lineman/journal",
                ".LINEMAN/x",
                "a/.lineman-1z1.tmp",
                "a/"
            })
    void aPathThatNoOutputCanHaveThrows(String path) {
        PublishTransaction publishTransaction = publisher.beginTransaction();

        assertThatThrownBy(() -> publishTransaction.put(path, new byte[0], FIRST))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> publishTransaction.drop(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyTheLastTransactionCanBePublishedAndOnlyOnce() {
        PublishTransaction forgotten = publisher.beginTransaction();
        PublishTransaction publishTransaction = publisher.beginTransaction();

        assertThatThrownBy(() -> forgotten.put(CFG, new byte[0], FIRST)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> publisher.publish(forgotten)).isInstanceOf(IllegalStateException.class);
        publisher.publish(publishTransaction);
        assertThatThrownBy(() -> publisher.publish(publishTransaction)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> publishTransaction.drop(CFG)).isInstanceOf(IllegalStateException.class);
    }

    private static Digest stream(PublishTransaction publishTransaction, String path, byte[] content) {
        try {
            Digest digest = publishTransaction.addContent(new ByteArrayInputStream(content));
            if (digest == null) {
                throw new AssertionError("the disk failed");
            }
            publishTransaction.put(path, "", digest, FIRST);
            return digest;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static InputStream failingAfter(int bytes) {
        return new FilterInputStream(new ByteArrayInputStream(new byte[bytes])) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int read = super.read(target, offset, length);
                if (read < 0) {
                    throw new IOException("the input broke");
                }
                return read;
            }
        };
    }

    @Test
    void aFileOfAnotherProgramStaysIfTheOutputThereGoesBeforeItIsWritten() throws IOException {
        foreignFile(CFG, "mine");
        publishLater(publishTransaction -> publishTransaction.put(CFG, FolderTree.bytes("a"), FIRST));
        assertThat(publish(publishTransaction -> publishTransaction.drop(CFG)).problems())
                .isEmpty();

        assertThat(publisher.isMirrorDelayed()).isFalse();
        assertThat(FolderTree.files(out)).containsEntry(CFG, "mine");
    }

    @Test
    void aFileOfAnotherProgramIsReportedWhenADelayedOutputReplacesIt() throws IOException {
        foreignFile(CFG, "mine");
        publishLater(publishTransaction -> publishTransaction.put(CFG, FolderTree.bytes("a"), FIRST));
        publishLater(publishTransaction -> publishTransaction.put(CFG, FolderTree.bytes("b"), FIRST));
        assertThat(FolderTree.files(out)).containsEntry(CFG, "mine");

        assertThat(publisher.continueRepair().problems())
                .singleElement()
                .asString()
                .contains("it was replaced");
        assertThat(FolderTree.files(out)).containsEntry(CFG, "b");
        assertThat(publisher.isMirrorDelayed()).isFalse();
    }

    /** Publishes as an agent publishes a large change. */
    private void publishLater(Consumer<PublishTransaction> steps) {
        PublishTransaction publishTransaction = publisher.beginTransaction();
        steps.accept(publishTransaction);
        assertThat(publisher.publish(publishTransaction, 0).problems()).isEmpty();
    }

    private PublishResult put(String path, String content) {
        return publish(publishTransaction -> publishTransaction.put(path, FolderTree.bytes(content), FIRST));
    }

    private PublishResult publish(Consumer<PublishTransaction> steps) {
        PublishTransaction publishTransaction = publisher.beginTransaction();
        steps.accept(publishTransaction);
        return publisher.publish(publishTransaction);
    }

    private static List<String> errorsAt(PublishResult publishResult) {
        return publishResult.problems().stream()
                .filter(problem -> problem.severity() == Severity.BLOCKING)
                .map(problem -> problem.at().file())
                .toList();
    }

    private String text(String path) {
        PublishedFile entry = publisher.current().find(path);
        return entry == null
                ? "nothing"
                : new String(FolderTree.content(publisher, entry), java.nio.charset.StandardCharsets.UTF_8);
    }

    private void foreignFile(String path, String content) throws IOException {
        Path file = out.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve(path)));
    }

    private Object inode(String path) throws IOException {
        return Files.getAttribute(out.resolve(path), "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    private List<String> fileNames(String folder) throws IOException {
        try (Stream<Path> files = Files.list(out.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void smallChangesNeedNoMemoryOutsideTheHeap() {
        put(CFG, "0");
        long before = outsideTheHeap();
        for (int i = 1; i < 20; i++) {
            put(CFG, String.valueOf(i));
        }
        assertThat(outsideTheHeap() - before).isLessThan(256 << 10);
    }

    private static long outsideTheHeap() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getTotalCapacity)
                .sum();
    }
}
