package dev.lineman.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.fs.FaultPoint.Operation;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.publish.store.DurablePublication;
import dev.lineman.publish.store.PublishTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Law: after any transactions and restarts, the publication equals a naive map. */
class PublisherLawTest {
    /** So small that packs become full, are compacted and deleted, and that the journal is rewritten. */
    static final DurablePublication.Sizes TINY = new DurablePublication.Sizes(500, 1000, 2, Publisher.LARGE);

    @TempDir
    Path out;

    /** From this number of files on, all processors write: always, or never. */
    private int parallelThreshold;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aPublicationIsTheSumOfItsTransactions(long seed) throws IOException {
        parallelThreshold = seed % 2 == 0 ? 1 : Integer.MAX_VALUE;
        Random random = new Random(seed);
        PublishScript naive = new PublishScript();
        Files.createDirectories(out.resolve("provisioning"));
        Path foreign = Files.writeString(out.resolve("provisioning/foreign.txt"), "not yours");
        Publisher publisher = open();
        for (int i = 0; i < 80; i++) {
            if (random.nextInt(6) == 0) {
                publisher.close();
                publisher = open();
                if (random.nextBoolean()) {
                    assertThat(publisher.repair().problems()).isEmpty();
                }
            }
            if (random.nextInt(6) == 0) {
                PublishScript.random(random, i).addTo(publisher.beginTransaction());
            }
            PublishScript.Step step = PublishScript.random(random, i);
            PublishTransaction publishTransaction = publisher.beginTransaction();
            step.addTo(publishTransaction);
            PublishResult publishResult = publisher.publish(publishTransaction);
            naive.apply(step);

            assertThat(publishResult.problems()).isEmpty();
            check(publisher, naive, "seed " + seed + ", step " + i);
        }
        publisher.close();
        assertThat(foreign).hasContent("not yours");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void aMirrorThatFollowsLaterIsTheSumOfTheTransactionsToo(long seed) throws IOException {
        parallelThreshold = seed % 2 == 0 ? 1 : Integer.MAX_VALUE;
        Random random = new Random(seed);
        PublishScript naive = new PublishScript();
        Files.createDirectories(out.resolve("provisioning"));
        Files.writeString(out.resolve("provisioning/foreign.txt"), "not yours");
        Publisher publisher = open();
        for (int i = 0; i < 80; i++) {
            String where = "seed " + seed + ", step " + i;
            if (random.nextInt(10) == 0) {
                publisher.close();
                publisher = open();
                publisher.beginRepair();
            }
            PublishScript.Step step = PublishScript.random(random, i);
            PublishTransaction publishTransaction = publisher.beginTransaction();
            step.addTo(publishTransaction);
            assertThat(publisher.publish(publishTransaction, random.nextInt(3)).problems())
                    .as(where)
                    .isEmpty();
            naive.apply(step);
            assertThat(FolderTree.contents(publisher)).as(where).isEqualTo(naive.contents());
            boolean all = random.nextInt(4) == 0;
            for (int steps = random.nextInt(3); publisher.isRepairPending() && (all || steps > 0); steps--) {
                assertThat(publisher.continueRepair().problems()).as(where).isEmpty();
            }
            if (all) {
                check(publisher, naive, where);
            }
        }
        publisher.close();
    }

    @Test
    void oneChangeCostsTheSameInASmallAndInALargeFleet() throws IOException {
        List<Operation> few = operationsOfOneChange(out.resolve("few"), 20);
        List<Operation> many = operationsOfOneChange(out.resolve("many"), 2000);

        assertThat(few).isNotEmpty().isEqualTo(many);
    }

    private static List<Operation> operationsOfOneChange(Path out, int fleet) throws IOException {
        List<Operation> operations = Collections.synchronizedList(new ArrayList<>());
        FileOperations counting = new FileOperations(FileMode.DEFAULT, (operation, file) -> operations.add(operation));
        try (Publisher publisher = Publisher.open(out, counting)) {
            PublishTransaction all = publisher.beginTransaction();
            for (int i = 0; i < fleet; i++) {
                all.put("provisioning/" + i, FolderTree.bytes("phone " + i), Instant.EPOCH);
            }
            publisher.publish(all);
            operations.clear();
            PublishTransaction one = publisher.beginTransaction();
            one.put("provisioning/7", FolderTree.bytes("changed"), Instant.EPOCH);
            one.putMemo("7", FolderTree.bytes("changed"));
            one.drop("provisioning/8");
            assertThat(publisher.publish(one).filesWritten()).isEqualTo(1);
        }
        return operations;
    }

    private void check(Publisher publisher, PublishScript naive, String where) throws IOException {
        Map<String, String> wanted = new TreeMap<>(naive.contents());
        assertThat(FolderTree.contents(publisher)).as(where).isEqualTo(wanted);
        assertThat(PublishScript.details(publisher.current())).as(where).isEqualTo(naive.details());
        wanted.put("provisioning/foreign.txt", "not yours");
        assertThat(FolderTree.files(out)).as(where).isEqualTo(wanted);
        assertThat(FolderTree.memos(publisher)).as(where).isEqualTo(naive.memos());
    }

    private Publisher open() throws IOException {
        return Publisher.open(
                out,
                new FileOperations(FileMode.DEFAULT),
                new Publisher.Options(TINY, parallelThreshold, Runnable::run));
    }
}
