package dev.lineman.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FileNamesTest {
    @Test
    void namesThatDifferOnlyInUnicodeNormalizationAreEqual() {
        for (String name : List.of("Büro.bin", "Åre/é.cfg", "ǰ", "J̌", "ᾳ", "각.bin", "Ω", "İ.txt")) {
            String folded = FileNames.fold(name);
            for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
                String other = Normalizer.normalize(name, form);
                assertThat(FileNames.fold(other)).as(name + ' ' + form).isEqualTo(folded);
                assertThat(FileNames.fold(FileNames.fold(other))).isEqualTo(folded);
            }
        }
        assertThat(FileNames.fold("BU\u0308RO")).isEqualTo(FileNames.fold("b\u00FCro"));
        assertThat(FileNames.fold("J\u030C")).isEqualTo(FileNames.fold("\u01F0"));
    }

    @Test
    void namesWithOtherLettersDiffer() {
        assertThat(FileNames.fold("ß")).isNotEqualTo(FileNames.fold("ss"));
        assertThat(FileNames.fold("ﬁ")).isNotEqualTo(FileNames.fold("fi"));
        assertThat(FileNames.fold("u")).isNotEqualTo(FileNames.fold("ü"));
        assertThat(FileNames.fold("ς")).isEqualTo(FileNames.fold("Σ"));
    }
}
