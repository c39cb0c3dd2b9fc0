package dev.lineman.build.memo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.collection.StringPool;
import dev.lineman.fs.Digest;
import dev.lineman.publish.store.Publication;
import dev.lineman.render.content.ReadNames;
import dev.lineman.render.text.SecretMasks;
import dev.lineman.resolve.value.DependencySet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetMemoTest {
    private static final Digest BODY = Digest.of("x".getBytes(StandardCharsets.UTF_8));

    /** A memo that loses a page or a deviceconfig would keep the file of another one after a restart. */
    @Test
    void eachPageOfEachDeviceconfigComesBack() throws Exception {
        List<Output> outputs = List.of(
                output(0, 0), output(5000, 0), output(0, 1), output(7, 4096), output(5000, 2_000_000), output(1, 0));
        ReadNames none = new ReadNames(List.of(), List.of());
        byte[] memo =
                TargetMemo.encode(new BuildTarget("t", outputs, DependencySet.none(), List.of()), TargetMemo::digest);
        assertThat(TargetMemo.decode(
                                "t", memo, Map.of(TargetMemo.digest(none), none), new StringPool(), Publication.EMPTY)
                        .outputs())
                .isEqualTo(outputs);
    }

    private static Output output(int config, int page) {
        return new Output(
                "t",
                "templates/site/a.xml",
                config,
                page,
                "a",
                BODY,
                BODY,
                new ReadNames(List.of(), List.of()),
                SecretMasks.NONE,
                "");
    }
}
