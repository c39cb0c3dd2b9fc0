package dev.lineman.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.disk.Disk;
import dev.lineman.disk.FileMode;
import dev.lineman.problem.Problem;
import dev.lineman.publish.Faults.Crash;
import dev.lineman.publish.Faults.Kind;
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

/** Law: whichever change of the file system fails, or is the last one, a publication is the old or the new one. */
class CrashLawTest {
    private static final String STRANGER = "provisioning/stranger.txt";

    @TempDir
    Path folder;

    private final Script old = new Script();
    private final Script next = new Script();
    /** From how many files on they are put into their places at the same time. */
    private int together = Integer.MAX_VALUE;

    private Script.Step step = new Script.Step(List.of(), List.of(), Map.of());

    /** Some editions, and one more that is not published yet. */
    /** Publishes a step on a disk that ends the process at the n-th operation; whether it came to that. */
    private boolean crashes(Path out, int last) throws IOException {
        Faults faults = new Faults(Kind.CRASH, last);
        try (Publisher publisher = open(out, faults.disk())) {
            publish(publisher, step);
        } catch (Crash e) {
            assertThat(faults.struck()).isTrue();
        }
        return faults.struck();
    }

    private Path prepare(long seed) throws IOException {
        Path prepared = folder.resolve("prepared/out");
        Files.createDirectories(prepared.resolve("provisioning"));
        Files.writeString(prepared.resolve(STRANGER), "not yours");
        Random random = new Random(seed);
        List<Script.Step> steps = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            steps.add(Script.random(random, i));
        }
        step = steps.remove(13);
        try (Publisher publisher = open(prepared, new Disk(FileMode.DEFAULT))) {
            for (Script.Step each : steps) {
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

            Faults again = new Faults(Kind.CRASH, last % 7);
            try (Publisher publisher = open(out, again.disk())) {
                checkOldOrNew(publisher, where);
                repair(publisher, last % 2 == 0);
            } catch (Crash e) {
                assertThat(again.struck()).isTrue();
            }

            try (Publisher publisher = open(out, new Disk(FileMode.DEFAULT))) {
                Script is = checkOldOrNew(publisher, where);
                assertThat(repair(publisher, last % 2 == 0)).as(where).isEmpty();
                checkMirror(out, is, where);
                assertThat(orphans(out)).as(where).isEmpty();
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
    void aFailingDiskIsAProblemAndNothingIsLost(Kind kind) throws IOException {
        for (long seed = 1; seed < 3; seed++) {
            together = seed == 1 ? Integer.MAX_VALUE : 1;
            Path prepared = prepareAnew(seed);
            boolean struck = true;
            for (int last = 0; struck; last++) {
                String where = kind + ", seed " + seed + ", operation " + last;
                Path out = copy(prepared, last);
                Faults faults = new Faults(kind, last);
                try (Publisher publisher = open(out, faults.disk())) {
                    Published published = publish(publisher, step);
                    checkAll(publisher, published.accepted() ? next : old, where);
                    assertThat(published.accepted() || !published.problems().isEmpty())
                            .as(where)
                            .isTrue();
                    faults.mend();
                    struck = faults.struck();

                    Published retried = publish(publisher, step);
                    assertThat(retried.accepted())
                            .as(where + ": " + retried.problems())
                            .isTrue();
                    checkAll(publisher, next, where);
                    publisher.repair();
                    checkMirror(out, next, where);
                }
                try (Publisher publisher = open(out, new Disk(FileMode.DEFAULT))) {
                    checkAll(publisher, next, where);
                    publisher.repair();
                    assertThat(orphans(out)).as(where).isEmpty();
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
        // A pack for each body: a change in which nothing is new but at the end of an old pack risks less.
        Store.Sizes onePackEach = new Store.Sizes(1, 300, 1, Publisher.LARGE);
        boolean struck = true;
        for (int last = 0; struck; last++) {
            for (int more = 0; more < 6; more += 3) {
                String where = kind + ", operation " + last + ", then " + more;
                Path out = copy(prepared, last * 10 + more);
                Faults faults = new Faults(kind, last);
                try (Publisher publisher = Publisher.open(out, faults.disk(), onePackEach)) {
                    publish(publisher, step);
                    struck = faults.struck();
                    faults.crashAfter(more);
                    publish(publisher, step);
                } catch (Crash e) {
                    assertThat(e).hasMessage("the process ends here");
                }
                try (Publisher publisher = open(out, new Disk(FileMode.DEFAULT))) {
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
    void whatAFailingDiskKeptFromTheMirrorComesWithTheNextEdition(Kind kind) throws IOException {
        Path prepared = prepare(7);
        boolean struck = true;
        for (int last = 0; struck; last++) {
            together = last % 2 == 0 ? Integer.MAX_VALUE : 1;
            Path out = copy(prepared, last);
            Faults faults = new Faults(kind, last);
            try (Publisher publisher = open(out, faults.disk())) {
                boolean accepted = publish(publisher, step).accepted();
                struck = faults.struck();
                faults.mend();
                Published empty = publisher.publish(publisher.edition());

                assertThat(empty.problems()).isEmpty();
                Map<String, String> files = Tree.files(out);
                files.keySet().removeIf(path -> path.endsWith(".tmp"));
                assertThat(files).as(kind + ", operation " + last).isEqualTo(withStranger(accepted ? next : old));
            }
        }
    }

    private Path prepareAnew(long seed) throws IOException {
        folder = Files.createDirectories(folder.resolve("seed" + seed));
        old.clear();
        next.clear();
        return prepare(seed);
    }

    private Script checkOldOrNew(Publisher publisher, String where) throws IOException {
        Script is = Tree.contents(publisher).equals(next.contents())
                        && Script.details(publisher.current()).equals(next.details())
                        && Tree.memos(publisher).equals(next.memos())
                ? next
                : old;
        checkAll(publisher, is, where);
        return is;
    }

    private static void checkAll(Publisher publisher, Script is, String where) throws IOException {
        assertThat(Tree.contents(publisher)).as(where).isEqualTo(is.contents());
        assertThat(Script.details(publisher.current()).keySet())
                .as(where)
                .isEqualTo(is.details().keySet());
        assertThat(Tree.memos(publisher)).as(where).isEqualTo(is.memos());
    }

    private static void checkMirror(Path out, Script is, String where) {
        assertThat(Tree.files(out)).as(where).isEqualTo(withStranger(is));
    }

    private static Map<String, String> withStranger(Script is) {
        Map<String, String> files = new TreeMap<>(is.contents());
        files.put(STRANGER, "not yours");
        return files;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5})
    void aChangeWhileOutIsPutRightPieceByPieceFindsItRightInTheEnd(long seed) throws IOException {
        Path prepared = prepare(seed);
        boolean struck = true;
        for (int last = 0; struck; last++) {
            String where = "seed " + seed + ", operation " + last;
            Path out = copy(prepared, last);
            struck = crashes(out, last);

            try (Publisher publisher = open(out, new Disk(FileMode.DEFAULT))) {
                publisher.repairLater();
                for (int pieces = last % 3; pieces > 0; pieces--) {
                    publisher.repairMore();
                }
                publish(publisher, step);
                checkAll(publisher, next, where);
                while (publisher.owesRepair()) {
                    assertThat(publisher.repairMore().lost()).as(where).isEmpty();
                }
                checkAll(publisher, next, where);
                checkMirror(out, next, where);
                assertThat(orphans(out)).as(where).isEmpty();
            }
        }
    }

    /** Puts everything right, at once or piece by piece, and returns what could not be. */
    private static List<Problem> repair(Publisher publisher, boolean pieces) {
        if (!pieces) {
            return publisher.repair().problems();
        }
        List<Problem> problems = new ArrayList<>(publisher.repairLater().problems());
        while (publisher.owesRepair()) {
            problems.addAll(publisher.repairMore().problems());
        }
        return problems;
    }

    /** Files of the publisher that nothing leads to. */
    private static List<String> orphans(Path out) throws IOException {
        try (Stream<Path> files = Files.walk(out.resolve(Publication.STATE))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(Disk::isTemporary)
                    .toList();
        }
    }

    private static Published publish(Publisher publisher, Script.Step step) {
        Edition edition = publisher.edition();
        step.tell(edition);
        return publisher.publish(edition);
    }

    private Publisher open(Path out, Disk disk) throws IOException {
        return Publisher.open(out, disk, new Publisher.Options(PublisherLawTest.TINY, together, Runnable::run));
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
