package dev.lineman;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A lint over what all of the project's own templates make, as it lies in the golden folders. What holds for XML alone is in
 * {@link PhoneFilesTest}.
 */
class TemplatePackTest {
    private static final Path CASES = Path.of("src/test/resources/golden");
    private static final Path PARAMETERS = Path.of("src/test/resources/parameters");
    private static final Pattern UNRESOLVED = Pattern.compile(
            "%%[A-Za-z]|\\$!?\\{?(vars|accounts?|owner|phone|key|blf|name|pbxIp)\\b|#(if|set|end|foreach|parse)\\b");
    private static final Pattern MAC = Pattern.compile("[0-9a-fA-F]{12}");
    private static final Pattern CREDENTIAL = Pattern.compile("(?i)passw|pswd|user_pass|http_pass|secret");
    private static final Pattern NUMBER = Pattern.compile("\\.\\d+(?=\\.|$)");

    /** How vendors' phones spell the names of the files that they ask for, and what they call a parameter. */
    enum Vendor {
        SNOM("[0-9A-F]{12}\\.xml|snom\\w+-[0-9A-F]{12}\\.htm", "<([a-z_]+)[ >]"),
        YEALINK("[0-9a-f]{12}\\.cfg", "(?m)^([\\w.]+) = "),
        GRANDSTREAM("cfg[0-9a-f]{12}\\.xml", "<item name=\"([^\"]+)\""),
        POLY("[0-9a-f]{12}(-settings)?\\.cfg", ""),
        CISCO("(spa)?[0-9a-f]{12}\\.xml|88\\d\\d-3PCC\\.xml|spa\\d{3}[A-Z]?\\d?\\.cfg", ""),
        FANVIL("[0-9a-f]{12}\\.cfg", ""),
        LINPHONE("linphone-[0-9a-f]{12}\\.xml", "");

        private final Pattern names;
        private final String parameter;

        Vendor(String names, String parameter) {
            this.names = Pattern.compile(names);
            this.parameter = parameter;
        }

        private String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        private List<Path> files() throws IOException {
            try (Stream<Path> made = Files.walk(CASES.resolve("phones-" + key()).resolve("out/provisioning"))) {
                return made.filter(Files::isRegularFile)
                        .filter(file -> !file.endsWith("000000000000.cfg"))
                        .sorted()
                        .toList();
            }
        }
    }

    static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Vendor vendor : Vendor.values()) {
            files.addAll(vendor.files());
        }
        return files;
    }

    @ParameterizedTest
    @EnumSource
    void everyFileIsCalledAsThePhoneAsksForIt(Vendor vendor) throws IOException {
        assertThat(vendor.files())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file.getFileName().toString()).matches(vendor.names));
    }

    @ParameterizedTest
    @EnumSource(names = {"SNOM", "YEALINK", "GRANDSTREAM"})
    void everyParameterIsOneThatTheVendorKnows(Vendor vendor) throws IOException {
        Set<String> known = Files.readAllLines(PARAMETERS.resolve(vendor.key() + ".txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toSet());
        Set<String> used = new TreeSet<>();
        for (Path file : vendor.files()) {
            Matcher parameter = Pattern.compile(vendor.parameter).matcher(Files.readString(file));
            while (parameter.find()) {
                used.add(NUMBER.matcher(parameter.group(1)).replaceAll(".N"));
            }
        }
        assertThat(used).isNotEmpty().isSubsetOf(known);
    }

    @ParameterizedTest
    @MethodSource("files")
    void nothingIsLeftOfTheTemplatesOwnLanguage(Path file) throws IOException {
        assertThat(Files.readString(file).replaceFirst("^#!version.*", "")).doesNotContainPattern(UNRESOLVED);
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileWithCredentialsIsOfOnePhone(Path file) throws IOException {
        if (CREDENTIAL.matcher(Files.readString(file)).find()) {
            assertThat(file.getFileName().toString()).containsPattern(MAC);
        }
    }

    @Test
    void everyLineOfAYealinkSetsOneParameterOnce() throws IOException {
        for (Path file : Vendor.YEALINK.files()) {
            List<String> lines = Files.readAllLines(file);
            assertThat(lines.get(0)).isEqualTo("#!version:1.0.0.1");
            List<String> set = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                assertThat(line).matches("[\\w.]+ = .+");
                // Its passwords share one parameter, which says whose it is.
                boolean password = line.startsWith("static.security.user_password");
                set.add(line.split(password ? ":" : " ", 2)[0]);
            }
            assertThat(set).isNotEmpty().doesNotHaveDuplicates();
        }
    }
}
