package dev.lineman.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.AccessRule;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnicodeNamesTest {
    @TempDir
    Path out;

    @Test
    void aFileIsFoundInEveryUnicodeNormalization() throws IOException {
        for (Normalizer.Form stored : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
            String name = Normalizer.normalize("Büro-é.bin", stored);
            try (ServedFiles servedFiles =
                    new ServedFiles(out.resolve(stored.name())).file(name, "", AccessRule.OPEN)) {
                for (Normalizer.Form asked : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
                    String encoded = URLEncoder.encode(Normalizer.normalize(name, asked), StandardCharsets.UTF_8);
                    assertThat(servedFiles.get("192.0.2.1", encoded))
                            .as(stored + " asked as " + asked)
                            .contains("200 OK");
                }
                assertThat(servedFiles.get("192.0.2.1", "Buro-e.bin")).contains("404");
            }
        }
    }
}
