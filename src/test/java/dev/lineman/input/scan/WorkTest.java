package dev.lineman.input.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.ScanWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkTest {
    @TempDir
    Path temporary;

    @Test
    void oneChangeCostsTheSameInEveryFleetSize() throws IOException {
        List<ScanWork> small = changes(100);
        assertThat(changes(10_000)).isEqualTo(small);
        assertThat(small).allSatisfy(work -> {
            assertThat(work.stats()).isLessThanOrEqualTo(8);
            assertThat(work.listings()).isLessThanOrEqualTo(1);
            assertThat(work.reads()).isLessThanOrEqualTo(1);
        });
    }

    private List<ScanWork> changes(int files) throws IOException {
        ScanFixture scanFixture = ScanFixture.in(temporary.resolve("of" + files));
        for (int i = 0; i < files; i++) {
            scanFixture.write("extensions.d/site" + i % 10 + "/" + i + ".yaml", "John");
        }
        scanFixture.passYoungAge();
        List<ScanWork> works = new ArrayList<>();
        assertThat(scanFixture.scan(ScanFixture.EVERYTHING).work().reads()).isEqualTo(files);
        scanFixture.write("extensions.d/site3/3.yaml", "Jane");
        works.add(scanFixture.at("extensions.d/site3/3.yaml").work());
        scanFixture.write("extensions.d/site3/new.yaml", "new");
        works.add(scanFixture.at("extensions.d/site3/new.yaml").work());
        Files.delete(scanFixture.path("extensions.d/site3/new.yaml"));
        works.add(scanFixture.at("extensions.d/site3/new.yaml").work());
        scanFixture.write("extensions.d/site3/new/new.yaml", "new");
        works.add(scanFixture.at("extensions.d/site3/new").work());
        Files.delete(scanFixture.path("extensions.d/site3/new/new.yaml"));
        Files.delete(scanFixture.path("extensions.d/site3/new"));
        works.add(scanFixture.at("extensions.d/site3/new").work());
        assertThat(scanFixture.snapshot.files()).hasSize(files);
        return works;
    }
}
