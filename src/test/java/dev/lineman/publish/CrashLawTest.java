package dev.lineman.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.problem.Problem;
import dev.lineman.publish.FailingDisk.Crash;
import dev.lineman.publish.FailingDisk.Kind;
import dev.lineman.publish.store.DurablePublication;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Law: after a crash or a failure at any operation of the file system, the publication is the old or the new one. */
class CrashLawTest {
    private static final String FOREIGN_FILE = "provisioning/foreign.txt";

    @TempDir
    Path folder;

    private final PublishScript old = new PublishScript();
    private final PublishScript next = new PublishScript();
    /** From this number of files on, all processors write. */
    private int parallelThreshold = Integer.MAX_VALUE;

    private PublishScript.Step step = new PublishScript.Step(List.of(), List.of(), Map.of());

    /**
     * Publishes a step on a disk that ends the process at operation {@code last}. Returns whether the process ended.
     */
    private boolean crashes(Path out, int last) throws IOException {
        FailingDisk failingDisk = new FailingDisk(Kind.CRASH, last);
        try (Publisher publisher = open(out, failingDisk.disk())) {
            publish(publisher, step);
        } catch (Crash e) {
            assertThat(failingDisk.hasFailed()).isTrue();
        }
        return failingDisk.hasFailed();
    }

    /** Makes a folder with 13 publications, and a step that is not published yet. */
    private Path prepare(long seed) throws IOException {
        Path prepared = folder.resolve("prepared/out");
        Files.createDirectories(prepared.resolve("provisioning"));
        Files.writeString(prepared.resolve(FOREIGN_FILE), "not yours");
        Random random = new Random(seed);
        List<PublishScript.Step> steps = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            steps.add(PublishScript.random(random, i));
        }
        step = steps.remove(13);
        try (Publisher publisher = open(prepared, new FileOperations(FileMode.DEFAULT))) {
            for (PublishScript.Step each : steps) {
                old.apply(each);
                next.apply(each);
                publish(publisher, each);
            }
        }
        next.apply(step);
        return prepared;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aCrashBetweenAnyTwoOperationsLeavesTheOldPublicationOrTheNewOne(long seed) throws IOException {
        Path prepared = prepare(seed);
        boolean struck = true;
        for (int last = 0; struck; last++) {
            String where = "seed " + seed + ", operation " + last;
            Path out = copy(prepared, last);
            struck = crashes(out, last);

            FailingDisk again = new FailingDisk(Kind.CRASH, last % 7);
            try (Publisher publisher = open(out, again.disk())) {
                checkOldOrNew(publisher, where);
                repair(publisher, last % 2 == 0);
            } catch (Crash e) {
                assertThat(again.hasFailed()).isTrue();
            }

            try (Publisher publisher = open(out, new FileOperations(FileMode.DEFAULT))) {
                PublishScript expected = checkOldOrNew(publisher, where);
                assertThat(repair(publisher, last % 2 == 0)).as(where).isEmpty();
                checkMirror(out, expected, where);
                assertThat(unusedFiles(out)).as(where).isEmpty();
                publish(publisher, step);
                checkAll(publisher, next, where);
                checkMirror(out, next, where);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = Kind.class,
            names = {"ONCE", "LASTING"})
    void aFailingDiskGivesAProblemAndLosesNothing(Kind kind) throws IOException {
        for (long seed = 1; seed < 3; seed++) {
            parallelThreshold = seed == 1 ? Integer.MAX_VALUE : 1;
            Path prepared = prepareAgain(seed);
            boolean struck = true;
            for (int last = 0; struck; last++) {
                String where = kind + ", seed " + seed + ", operation " + last;
                Path out = copy(prepared, last);
                FailingDisk failingDisk = new FailingDisk(kind, last);
                try (Publisher publisher = open(out, failingDisk.disk())) {
                    PublishResult publishResult = publish(publisher, step);
                    checkAll(publisher, publishResult.accepted() ? next : old, where);
                    assertThat(publishResult.accepted()
                                    || !publishResult.problems().isEmpty())
                            .as(where)
                            .isTrue();
                    failingDisk.repair();
                    struck = failingDisk.hasFailed();

                    PublishResult retried = publish(publisher, step);
                    assertThat(retried.accepted())
                            .as(where + ": " + retried.problems())
                            .isTrue();
                    checkAll(publisher, next, where);
                    publisher.repair();
                    checkMirror(out, next, where);
                }
                try (Publisher publisher = open(out, new FileOperations(FileMode.DEFAULT))) {
                    checkAll(publisher, next, where);
                    publisher.repair();
                    assertThat(unusedFiles(out)).as(where).isEmpty();
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = Kind.class,
            names = {"ONCE", "TWICE", "LASTING"})
    void aProcessThatEndsAfterAFailureLeavesTheOldPublicationOrTheNewOne(Kind kind) throws IOException {
        Path prepared = prepare(9);
        // A pack for each body: the most files that a failure can affect.
        DurablePublication.Sizes onePackEach = new DurablePublication.Sizes(1, 300, 1, Publisher.LARGE);
        boolean struck = true;
        for (int last = 0; struck; last++) {
            for (int more = 0; more < 6; more += 3) {
                String where = kind + ", operation " + last + ", then " + more;
                Path out = copy(prepared, last * 10 + more);
                FailingDisk failingDisk = new FailingDisk(kind, last);
                try (Publisher publisher = Publisher.open(out, failingDisk.disk(), onePackEach)) {
                    publish(publisher, step);
                    struck = failingDisk.hasFailed();
                    failingDisk.crashAfter(more);
                    publish(publisher, step);
                } catch (Crash e) {
                    assertThat(e).hasMessage("the process ends here");
                }
                try (Publisher publisher = open(out, new FileOperations(FileMode.DEFAULT))) {
                    checkOldOrNew(publisher, where);
                    assertThat(publisher.repair().lost()).as(where).isEmpty();
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = Kind.class,
            names = {"ONCE", "LASTING"})
    void theNextPublicationWritesTheFilesThatAFailingDiskKeptOutOfTheMirror(Kind kind) throws IOException {
        Path prepared = prepare(7);
        boolean struck = true;
        for (int last = 0; struck; last++) {
            parallelThreshold = last % 2 == 0 ? Integer.MAX_VALUE : 1;
            Path out = copy(prepared, last);
            FailingDisk failingDisk = new FailingDisk(kind, last);
            try (Publisher publisher = open(out, failingDisk.disk())) {
                boolean accepted = publish(publisher, step).accepted();
                struck = failingDisk.hasFailed();
                failingDisk.repair();
                PublishResult empty = publisher.publish(publisher.beginTransaction());

                assertThat(empty.problems()).isEmpty();
                Map<String, String> files = FolderTree.files(out);
                files.keySet().removeIf(path -> path.endsWith(".tmp"));
                assertThat(files).as(kind + ", operation " + last).isEqualTo(withForeignFile(accepted ? next : old));
            }
        }
    }

    private Path prepareAgain(long seed) throws IOException {
        folder = Files.createDirectories(folder.resolve("seed" + seed));
        old.clear();
        next.clear();
        return prepare(seed);
    }

    private PublishScript checkOldOrNew(Publisher publisher, String where) throws IOException {
        PublishScript expected = FolderTree.contents(publisher).equals(next.contents())
                        && PublishScript.details(publisher.current()).equals(next.details())
                        && FolderTree.memos(publisher).equals(next.memos())
                ? next
                : old;
        checkAll(publisher, expected, where);
        return expected;
    }

    private static void checkAll(Publisher publisher, PublishScript expected, String where) throws IOException {
        assertThat(FolderTree.contents(publisher)).as(where).isEqualTo(expected.contents());
        assertThat(PublishScript.details(publisher.current()).keySet())
                .as(where)
                .isEqualTo(expected.details().keySet());
        assertThat(FolderTree.memos(publisher)).as(where).isEqualTo(expected.memos());
    }

    private static void checkMirror(Path out, PublishScript expected, String where) {
        assertThat(FolderTree.files(out)).as(where).isEqualTo(withForeignFile(expected));
    }

    private static Map<String, String> withForeignFile(PublishScript expected) {
        Map<String, String> files = new TreeMap<>(expected.contents());
        files.put(FOREIGN_FILE, "not yours");
        return files;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5})
    void aPublicationBetweenTwoRepairStepsLeavesARepairedMirror(long seed) throws IOException {
        Path prepared = prepare(seed);
        boolean struck = true;
        for (int last = 0; struck; last++) {
            String where = "seed " + seed + ", operation " + last;
            Path out = copy(prepared, last);
            struck = crashes(out, last);

            try (Publisher publisher = open(out, new FileOperations(FileMode.DEFAULT))) {
                publisher.beginRepair();
                for (int pieces = last % 3; pieces > 0; pieces--) {
                    publisher.continueRepair();
                }
                publish(publisher, step);
                checkAll(publisher, next, where);
                while (publisher.isRepairPending()) {
                    assertThat(publisher.continueRepair().lost()).as(where).isEmpty();
                }
                checkAll(publisher, next, where);
                checkMirror(out, next, where);
                assertThat(unusedFiles(out)).as(where).isEmpty();
            }
        }
    }

    /** Repairs everything, at once or in steps, and returns the problems. */
    private static List<Problem> repair(Publisher publisher, boolean pieces) {
        if (!pieces) {
            return publisher.repair().problems();
        }
        List<Problem> problems = new ArrayList<>(publisher.beginRepair().problems());
        while (publisher.isRepairPending()) {
            problems.addAll(publisher.continueRepair().problems());
        }
        return problems;
    }

    /** Returns the publisher's files that nothing refers to. */
    private static List<String> unusedFiles(Path out) throws IOException {
        try (Stream<Path> files = Files.walk(out.resolve(Publication.STATE))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(FileOperations::isTemporary)
                    .toList();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {6, 8})
    void aCrashBeforeTheMirrorHasALargeChangeIsRepairedToo(long seed) throws IOException {
        Path prepared = prepare(seed);
        boolean struck = true;
        for (int last = 0; struck; last++) {
            String where = "seed " + seed + ", operation " + last;
            Path out = copy(prepared, last);
            FailingDisk failingDisk = new FailingDisk(Kind.CRASH, last);
            try (Publisher publisher = open(out, failingDisk.disk())) {
                PublishTransaction publishTransaction = publisher.beginTransaction();
                step.addTo(publishTransaction);
                publisher.publish(publishTransaction, 0);
                assertThat(publisher.isMirrorDelayed()).isTrue();
                while (publisher.isRepairPending()) {
                    publisher.continueRepair();
                }
                checkMirror(out, next, where);
            } catch (Crash e) {
                assertThat(failingDisk.hasFailed()).isTrue();
            }
            struck = failingDisk.hasFailed();

            try (Publisher publisher = open(out, new FileOperations(FileMode.DEFAULT))) {
                PublishScript expected = checkOldOrNew(publisher, where);
                assertThat(publisher.repair().problems()).as(where).isEmpty();
                checkMirror(out, expected, where);
            }
        }
    }

    private static PublishResult publish(Publisher publisher, PublishScript.Step step) {
        PublishTransaction publishTransaction = publisher.beginTransaction();
        step.addTo(publishTransaction);
        return publisher.publish(publishTransaction);
    }

    private Publisher open(Path out, FileOperations fileOperations) throws IOException {
        return Publisher.open(
                out, fileOperations, new Publisher.Options(PublisherLawTest.TINY, parallelThreshold, Runnable::run));
    }

    private Path copy(Path prepared, int number) throws IOException {
        Path copy = folder.resolve("copy" + number + "/out");
        Files.createDirectories(copy.getParent());
        try (Stream<Path> all = Files.walk(prepared)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                Files.copy(file, copy.resolve(prepared.relativize(file).toString()));
            }
        }
        return copy;
    }
}
