package dev.lineman.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.publish.store.PublishTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An edition of new bodies goes to the disk, to readers and into {@code out/}; in the platform's folder for temporary files. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Publishing {
    private static final String REST = "a line of a phone's file\n".repeat(200);

    @Param({"1", "1000"})
    public int bodies;

    private Path out;
    private Publisher publisher;
    private int edition;

    @Setup
    public void open() throws IOException {
        out = Files.createTempDirectory("publishing");
        publisher = Publisher.open(out, new FileOperations(FileMode.DEFAULT));
    }

    @Benchmark
    public PublishResult publish() {
        edition++;
        PublishTransaction next = publisher.beginTransaction();
        for (int i = 0; i < bodies; i++) {
            next.put(
                    "provisioning/" + i + ".xml",
                    ("edition " + edition + '\n' + REST + i).getBytes(UTF_8),
                    Instant.EPOCH);
        }
        PublishResult publishResult = publisher.publish(next);
        if (!publishResult.accepted()) {
            throw new IllegalStateException(publishResult.problems().toString());
        }
        return publishResult;
    }

    @TearDown
    public void close() throws IOException {
        publisher.close();
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(out)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
