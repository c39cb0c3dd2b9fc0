package dev.lineman.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedMacTest {
    private static final KnownPhones NONE = mac -> false;
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static @Nullable String find(String name) {
        return RequestedMac.find(name, 0, NONE);
    }

    /** The names in the tables of the files that each phone requests. */
    private static List<String> names() throws Exception {
        List<String> names = new ArrayList<>();
        boolean table = false;
        for (String line : pages()) {
            table = line.startsWith("## Requested files")
                    || (table && !line.startsWith("**") && !line.startsWith("| `options`"));
            Matcher name = CODE.matcher(table && line.startsWith("|") ? line.split("\\|", 3)[1] : "");
            while (name.find()) {
                names.add(name.group(1));
            }
        }
        return names;
    }

    /** The lines of the pages of all vendors. */
    private static List<String> pages() throws IOException {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> pages = Files.newDirectoryStream(Path.of("src/docs/phones"), "*.md")) {
            for (Path page : pages) {
                lines.addAll(Files.readAllLines(page));
            }
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"000e08aabbcc", "a0b1c2d3e4f5", "fedcba987654"})
    void theMacIsFoundInEveryNameOnThePhonesPage(String mac) throws Exception {
        List<String> names = names();
        assertThat(names).hasSizeGreaterThan(20).contains("spa<mac>.xml", "<mac>-license.cfg", "y000000000000.boot");
        for (String name : names) {
            boolean phones = name.toLowerCase(Locale.ROOT).contains("<mac>");
            for (String folder : List.of("provisioning/", "provisioning/acme/", "provisioning/000413246672/")) {
                String expected = phones ? mac : folder.contains("0004") ? "000413246672" : null;
                String asked = folder + name.replace("<mac>", mac);
                assertThat(find(asked.replace("<MAC>", mac.toUpperCase(Locale.ROOT))))
                        .as(asked)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "spa000e08aabbcc.xml, 000e08aabbcc",
        "SPA000E08AABBCC.XML, 000e08aabbcc",
        "ata000e08aabbcc, 000e08aabbcc",
        "facade000e08aabbcc.cfg, 000e08aabbcc",
        "snom320000413246672.htm, 000413246672",
        "spa00-0e-08-aa-bb-cc.xml, 000e08aabbcc",
        "mac00:0e:08:aa:bb:cc, 000e08aabbcc",
        "MAC:00:0E:08:AA:BB:CC, 000e08aabbcc",
        "00-0E-08-AA-BB-CC.cfg, 000e08aabbcc",
        "000413246672/spa000e08aabbcc.xml, 000e08aabbcc",
        "0004132466721.cfg, 004132466721",
    })
    void aMacIsFoundAnywhereInAName(String name, String mac) {
        assertThat(find("provisioning/" + name)).isEqualTo(mac);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "000000000000.cfg",
                "y000000000028.cfg",
                "a000000000028.cfg",
                "y0000000000xx.cfg",
                "d41d8cd98f00b204e9800998ecf8427e.rom",
                "00-04-13-24-66.cfg",
                "00-04-13-24-66-721.cfg",
                "00:04:13:24:66:72:00:04:13:24:66:72",
                "00:04-13:24-66:72",
                "T46S-66.86.0.15.rom",
                "F0V00X200000.cfg",
                "",
            })
    void aCommonFileAndADigestHaveNoMac(String name) {
        assertThat(find("provisioning/" + name)).isNull();
    }

    @Test
    void theMacOfATemplateTakesPrecedenceThenThatOfAKnownPhone() {
        KnownPhones known = Set.of("000413246672", "200041324667")::contains;
        assertThat(RequestedMac.find("000413246672face.cfg", 0, known)).isEqualTo("000413246672");
        assertThat(RequestedMac.find("snom320000413246672.htm", 0, known)).isEqualTo("000413246672");
        KnownPhones marking = new KnownPhones() {
            @Override
            public boolean contains(String mac) {
                return known.contains(mac);
            }

            @Override
            public @Nullable String templateMac(String name) {
                return name.endsWith("face.cfg") ? name.substring(0, 12) : null;
            }
        };
        assertThat(RequestedMac.find("000413246672face.cfg", 0, marking)).isEqualTo("000413246672");
        assertThat(RequestedMac.find("320000413246face.cfg", 0, marking)).isEqualTo("320000413246");
        assertThat(RequestedMac.find("a000413246672.cfg", 0, marking)).isEqualTo("000413246672");
    }

    @Test
    void digitsBeforeTheStartAreIgnored() {
        assertThat(RequestedMac.find("123e4567-e89b-12d3-a456-426614174000/phonebook.xml", 36, NONE))
                .isNull();
        assertThat(RequestedMac.find("123e4567-e89b-12d3-a456-426614174000/000413246672.xml", 36, NONE))
                .isEqualTo("000413246672");
    }
}
