package dev.lineman.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FileNameTest {
    @Test
    void namesCountAsOneHoweverUnicodeWritesTheirAccents() {
        for (String name : List.of("Büro.bin", "Åre/é.cfg", "ǰ", "J̌", "ᾳ", "각.bin", "Ω", "İ.txt")) {
            String folded = FileName.fold(name);
            for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
                String other = Normalizer.normalize(name, form);
                assertThat(FileName.fold(other)).as(name + ' ' + form).isEqualTo(folded);
                assertThat(FileName.fold(FileName.fold(other))).isEqualTo(folded);
            }
        }
        assertThat(FileName.fold("BU\u0308RO")).isEqualTo(FileName.fold("b\u00FCro"));
        assertThat(FileName.fold("J\u030C")).isEqualTo(FileName.fold("\u01F0"));
    }

    @Test
    void otherLettersAreOtherNames() {
        assertThat(FileName.fold("ß")).isNotEqualTo(FileName.fold("ss"));
        assertThat(FileName.fold("ﬁ")).isNotEqualTo(FileName.fold("fi"));
        assertThat(FileName.fold("u")).isNotEqualTo(FileName.fold("ü"));
        assertThat(FileName.fold("ς")).isEqualTo(FileName.fold("Σ"));
    }
}
