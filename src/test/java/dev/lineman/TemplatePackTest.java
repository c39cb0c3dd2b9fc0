package dev.lineman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.phonefile.PhoneFileLint;
import dev.lineman.phonefile.PhoneVendors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A lint over what all of the project's own templates make, as it lies in the golden folders. */
class TemplatePackTest {
    private static final Path CASES = Path.of("src/test/resources/golden");
    private static final Pattern UNRESOLVED = Pattern.compile(
            "%%[A-Za-z]|\\$!?\\{?(vars|accounts?|owner|phone|key|blf|name|pbxIp)\\b|#(if|set|end|foreach|parse)\\b");
    /** The site template that each case has. */
    private static final String POLY_MASTER = "000000000000.cfg";

    private static final Pattern MAC = Pattern.compile("(?!0{12})[0-9a-fA-F]{12}");
    private static final Pattern CREDENTIAL = Pattern.compile("(?i)passw|pswd|user_pass|http_pass|secret");

    static List<String> vendors() throws IOException {
        return PhoneVendors.all();
    }

    private static List<Path> files(String vendor) throws IOException {
        try (Stream<Path> made = Files.walk(CASES.resolve("phones-" + vendor).resolve("out/provisioning"))) {
            return made.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String vendor : PhoneVendors.all()) {
            files.addAll(files(vendor));
        }
        return files;
    }

    /** {@code file-names.txt} of the golden folder has the patterns, one in a line. */
    @ParameterizedTest
    @MethodSource("vendors")
    void everyFileIsCalledAsThePhoneAsksForIt(String vendor) throws IOException {
        String names = String.join(
                "|", Files.readAllLines(CASES.resolve("phones-" + vendor).resolve("file-names.txt")));
        assertThat(files(vendor))
                .isNotEmpty()
                .filteredOn(file -> !file.endsWith(POLY_MASTER))
                .allSatisfy(file -> assertThat(file.getFileName().toString()).matches(names));
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void everyParameterOccursOnceAndIsOneThatTheVendorKnows(String vendor) throws IOException {
        PhoneFileLint lint = new PhoneFileLint(vendor);
        for (Path file : files(vendor)) {
            if (!file.endsWith(POLY_MASTER) || vendor.equals("poly")) {
                assertThat(lint.problems(file)).as(file.toString()).isEmpty();
            }
        }
    }

    @Test
    void everyVendorHasAGoldenFolderAndRequests() throws IOException {
        assertThat(PhoneVendors.named(CASES, "phones-", "")).isEqualTo(PhoneVendors.all());
        assertThat(PhoneVendors.named(CASES.resolveSibling("requests"), "", ".txt"))
                .isEqualTo(PhoneVendors.all());
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
}
