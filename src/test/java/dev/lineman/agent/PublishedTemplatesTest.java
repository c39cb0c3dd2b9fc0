package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.oracle.GeneratedCase;
import dev.lineman.oracle.Offer;
import dev.lineman.oracle.Oracle;
import dev.lineman.oracle.OraclePhone;
import dev.lineman.problem.Severity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Published templates of other vendors, each with all its models, networks and types of BLF keys: Lineman and the
 * independent oracle render the same. The templates are not part of the project; {@code -Dlineman.corpus=DIR}
 * names their folder.
 */
class PublishedTemplatesTest {
    private static final Path CORPUS = Path.of(System.getProperty("lineman.corpus", "../shared/corpus"));
    private static final int KEYS = 70;

    /** Choices, codecs and keys differ between variants. */
    private static final int VARIANTS = 3;

    @TempDir
    Path folder;

    private int roots;

    @Test
    void theCorpusHasTemplates() throws IOException {
        Assumptions.assumeFalse(
                templates().isEmpty(),
                "no published templates below " + CORPUS.toAbsolutePath().normalize() + ": set -Dlineman.corpus");
        assertThat(templates()).isNotEmpty();
    }

    @TestFactory
    Stream<DynamicTest> bothImplementationsRenderTheSame() throws IOException {
        return templates().stream()
                .map(template ->
                        DynamicTest.dynamicTest(CORPUS.relativize(template).toString(), () -> compare(template)));
    }

    private static List<Path> templates() throws IOException {
        if (!Files.isDirectory(CORPUS)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(CORPUS)) {
            return all.filter(file -> file.toString().matches(".*\\.(ph|fxs)\\.xml"))
                    .sorted()
                    .toList();
        }
    }

    private void compare(Path template) throws Exception {
        byte[] xml = Files.readAllBytes(template);
        Offer offer = Offer.of(xml);
        List<String> networks = offer.networks().isEmpty() ? List.of("") : offer.networks();
        for (String model : offer.models()) {
            for (String network : networks) {
                for (int turn = 0; turn < VARIANTS; turn++) {
                    OraclePhone phone = phone(template, xml, offer, model, network, turn);
                    compare(template, xml, phone, model + ", " + network + ", turn " + turn);
                }
            }
        }
    }

    private void compare(Path template, byte[] xml, OraclePhone phone, String what) throws Exception {
        String name = template.getFileName().toString();
        Path own = folder.resolve("r" + roots++);
        TestRoot root = new TestRoot(own);
        GeneratedCase.extensions(phone).forEach(root::write);
        root.write("extensions.d/105.yaml", "{extension: 105, first_name: Ann, last_name: Lee & Co}\n");
        Files.createDirectories(own.resolve("templates/phones"));
        Files.write(own.resolve("templates/phones").resolve(name), xml);
        root.runUntilIdle();
        Map<String, String> made = new TreeMap<>();
        root.files().forEach((path, body) -> made.put(path.replaceFirst("^provisioning/", ""), body));
        Oracle.Outcome expected = Oracle.render(name, xml, phone);
        assertThat(expected.errors()).as(what).isEmpty();
        // Of the third line and the 70 keys, a model may have fewer.
        assertThat(root.problems())
                .as(what)
                .allMatch(problem -> problem.severity() == Severity.WARNING
                        && problem.message().matches("(?s)(?:line|BLF key)s? .*ha(?:s|ve) no effect on .*"));
        assertThat(made).as(what).isEqualTo(expected.files());
        for (String body : made.values()) {
            if (body.startsWith("<?xml")) {
                assertThat(parsed(body)).as(what).isTrue();
            }
        }
    }

    private static boolean parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                        .getDocumentElement()
                != null;
    }

    private static OraclePhone phone(Path template, byte[] xml, Offer offer, String model, String network, int turn) {
        SortedMap<Integer, OraclePhone.Account> accounts = new TreeMap<>();
        accounts.put(1, account("100", "Jörg", "O'Neil & <Sons>", "p%%pbx_ip%%$x"));
        if (turn > 0) {
            accounts.put(3, account("101", "%%ua%%", "{IF a}", "q\"w"));
        }
        Map<String, OraclePhone.Pick> options = new LinkedHashMap<>();
        if (turn > 0) {
            offer.choices()
                    .forEach((choice, names) -> options.put(
                            choice, new OraclePhone.Pick(names.get(names.size() * turn / VARIANTS), turn > 1)));
        }
        List<String> codecs = turn == 0 || offer.codecs().isEmpty()
                ? List.of()
                : List.of(offer.codecs().get(offer.codecs().size() - turn));
        SortedMap<Integer, OraclePhone.Key> keys = new TreeMap<>();
        for (int n = 1; turn > 0 && !offer.types().isEmpty() && n <= KEYS; n++) {
            String type = offer.types().get((n * turn + n / 7) % offer.types().size());
            if (n % 5 != 4) {
                keys.put(n, key(type, n));
            }
        }
        OraclePhone bare = new OraclePhone("000413000001", model, network, accounts, options, codecs, keys, Map.of());
        Map<String, String> vars = new TreeMap<>();
        Oracle.missingNames(template.getFileName().toString(), xml, bare)
                .forEach(name -> vars.put(name, name + (name.contains("pass") ? "<&\"'>" : "")));
        return new OraclePhone("000413000001", model, network, accounts, options, codecs, keys, vars);
    }

    private static OraclePhone.Account account(String number, String first, String last, String password) {
        return new OraclePhone.Account(number, first, last, "a" + number, password, "10.0.0.1", "");
    }

    private static OraclePhone.Key key(String type, int n) {
        return type.equals("extension") && n % 2 == 0
                ? new OraclePhone.Key(type, "105", "Ann", "Lee & Co")
                : new OraclePhone.Key(type, "20" + n, n % 4 == 0 ? "" : "F<&>" + n, n % 4 == 1 ? "" : "L'\"" + n);
    }
}
