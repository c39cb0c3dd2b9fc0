package dev.lineman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.phonefile.PhoneFileReader;
import dev.lineman.phonefile.PhoneParameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A Yealink keeps a parameter until its file sets another value. So the file of a phone without any options, variables and keys
 * sets all parameters that the file of a phone with all of them sets.
 */
class YealinkRemovalsTest {
    private static final Path FILES = Path.of("src/test/resources/golden/phones-yealink/out/provisioning");

    /** The rest of a key comes with its next type. The file of a phone in a wireless network comes over this network. */
    private static final String STAYS = "expansion_module\\..*(?<!type)|static\\.wifi\\..*|base\\.pin_code";

    @ParameterizedTest
    @CsvSource({
        "805ec0000010, 805ec000001e",
        "805ec000001e, 805ec0000010",
        "805ec000001b, 805ec0000010",
        "805e0c000016, 805e0c000014"
    })
    void whatIsTakenAwayGoesAwayOnThePhone(String with, String without) throws IOException {
        Set<String> taken = names(with);
        taken.removeAll(names(without));
        taken.removeIf(name -> name.matches(STAYS));
        assertThat(taken).isEmpty();
    }

    private static Set<String> names(String mac) throws IOException {
        return PhoneFileReader.read(FILES.resolve(mac + ".cfg")).stream()
                .map(PhoneParameter::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
