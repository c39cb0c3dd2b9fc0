package dev.lineman.publish.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FaultPoint;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.store.PublishTransaction;
import dev.lineman.publish.store.PublishedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A large content that does not fit on the disk, beside others that do. */
class NotStoredExceptionTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final byte[] SMALL = "small".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LARGE = new byte[3 << 20];

    @TempDir
    Path out;

    private final Set<FaultPoint.Operation> failing = EnumSet.noneOf(FaultPoint.Operation.class);

    /** Fails operations on temporary files below {@code bodies}: those hold the large contents. */
    private Publisher open() throws IOException {
        return Publisher.open(out, new FileOperations(FileMode.DEFAULT, (what, file) -> {
            if (failing.contains(what)
                    && FileOperations.isTemporary(file.getFileName().toString())
                    && file.getParent().endsWith("bodies")) {
                throw new FileSystemException(file.toString(), null, "No space left on device");
            }
        }));
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultPoint.Operation.class,
            names = {"CREATE", "WRITE", "FLUSH", "RENAME"})
    void theRestOfTheTransactionIsPublished(FaultPoint.Operation what) throws IOException {
        try (Publisher publisher = open()) {
            failing.add(what);
            PublishTransaction publishTransaction = publisher.beginTransaction();
            publishTransaction.addContent(Digest.of(SMALL), SMALL);
            assertThatThrownBy(() -> publishTransaction.addContent(new ByteArrayInputStream(LARGE)))
                    .isInstanceOf(NotStoredException.class)
                    .hasMessage("No space left on device");
            assertThat(publishTransaction.has(Digest.of(LARGE))).isFalse();
            publishTransaction.put("provisioning/small", "", Digest.of(SMALL), NOW);
            assertThat(publisher.publish(publishTransaction).problems()).isEmpty();
            failing.clear();
            PublishTransaction next = publisher.beginTransaction();
            Digest kept = next.addContent(new ByteArrayInputStream(LARGE));
            next.put("provisioning/large", "", kept, NOW);
            assertThat(publisher.publish(next).accepted()).isTrue();
            assertThat(content(publisher, "provisioning/small")).isEqualTo(SMALL);
            assertThat(content(publisher, "provisioning/large")).isEqualTo(LARGE);
        }
        try (var bodies = Files.list(out.resolve(".lineman/bodies"))) {
            assertThat(bodies.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            List.of("1.pack", Digest.of(LARGE).toString()));
        }
    }

    private static byte[] content(Publisher publisher, String path) throws IOException {
        PublishedFile entry = publisher.current().find(path);
        ByteBuffer content = ByteBuffer.allocate((int) entry.length());
        assertThat(publisher.read(entry, 0, content)).isEqualTo(content.capacity());
        return content.array();
    }

    @Test
    void theUsableSpaceOfTheDiskIsKnown() throws IOException {
        try (Publisher publisher = open()) {
            assertThat(publisher.usableBytes()).isPositive();
        }
    }
}
