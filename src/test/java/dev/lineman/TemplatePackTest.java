package dev.lineman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.phonefile.PhoneFileLint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

    /** How vendors' phones spell the names of the files that they ask for. */
    enum Vendor {
        SNOM("[0-9A-F]{12}\\.xml|snom\\w+-[0-9A-F]{12}\\.htm"),
        YEALINK("[0-9a-f]{12}\\.cfg"),
        GRANDSTREAM("cfg[0-9a-f]{12}\\.xml"),
        POLY("[0-9a-f]{12}(-settings)?\\.cfg"),
        CISCO("(spa)?[0-9a-f]{12}\\.xml|88\\d\\d-3PCC\\.xml|spa\\d{3}[A-Z]?\\d?\\.cfg"),
        FANVIL("[0-9a-f]{12}\\.cfg"),
        LINPHONE("linphone-[0-9a-f]{12}\\.xml");

        private final Pattern names;

        Vendor(String names) {
            this.names = Pattern.compile(names);
        }

        private String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        private List<Path> files() throws IOException {
            try (Stream<Path> made = Files.walk(CASES.resolve("phones-" + key()).resolve("out/provisioning"))) {
                return made.filter(Files::isRegularFile).sorted().toList();
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
                .filteredOn(file -> !file.endsWith(POLY_MASTER))
                .allSatisfy(file -> assertThat(file.getFileName().toString()).matches(vendor.names));
    }

    @ParameterizedTest
    @EnumSource
    void everyParameterOccursOnceAndIsOneThatTheVendorKnows(Vendor vendor) throws IOException {
        PhoneFileLint lint = new PhoneFileLint(vendor.key());
        for (Path file : vendor.files()) {
            if (!file.endsWith(POLY_MASTER) || vendor == Vendor.POLY) {
                assertThat(lint.problems(file)).as(file.toString()).isEmpty();
            }
        }
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
