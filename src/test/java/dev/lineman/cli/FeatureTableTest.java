package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.cli.program.ExitCode;
import dev.lineman.template.key.StandardKeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The tables of the phones page say what each family can do. A cell with {@code yes} or {@code some} is what the template
 * offers; {@code -} and {@code no} are what it does not offer, because the phone cannot do it, or because the template does
 * not do it yet. The row {@code template} names the template of each column. A row that a table does not have is {@code -}
 * for all its families. After a failure, {@code target/feature-tables.md} has the tables with the right cells.
 */
class FeatureTableTest {
    private static final Path PAGE = Path.of("src/docs/phones.md");
    private static final Path CORRECTED = Path.of("target/feature-tables.md");
    private static final String HEAD = "| what |";
    private static final String TEMPLATE = "template";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @TempDir
    private static Path root;

    private static Terminal terminal;

    private static JsonNode models;

    /** What each template offers. */
    private static final Map<String, Set<String>> offers = new TreeMap<>();

    @BeforeAll
    static void readWhatTheTemplatesOffer() throws IOException {
        terminal = Terminal.withBuiltInTemplates(root);
        Files.createDirectories(root.resolve("extensions.d"));
        models = json("models");
        for (JsonNode template : json("templates")) {
            String name = template.get("name").asString();
            if (template.get("kind").asString().equals("phone") && name.contains("/")) {
                offers.put(name, offers(name));
            }
        }
        assertThat(offers).hasSizeGreaterThan(10);
    }

    @Test
    void everyCellSaysWhatTheTemplateOffers() throws IOException {
        List<String> written = new ArrayList<>();
        List<String> corrected = new ArrayList<>();
        Set<String> listed = new TreeSet<>();
        List<String> templates = new ArrayList<>();
        for (List<String> table : tables()) {
            templates.addAll(templates(table));
            written.addAll(table);
            corrected.addAll(corrected(table));
            table.stream().map(FeatureTableTest::cells).forEach(cells -> listed.addAll(names(cells.get(0))));
        }
        Files.createDirectories(CORRECTED.getParent());
        Files.write(CORRECTED, corrected);
        assertThat(written).as("see " + CORRECTED).isEqualTo(corrected);
        assertThat(templates).as("the templates of the tables").containsExactlyInAnyOrderElementsOf(offers.keySet());
        assertThat(listed).as("the names of the page").containsAll(commonNames());
        for (List<String> table : tables()) {
            Set<String> missing = new TreeSet<>(listed);
            table.forEach(row -> missing.removeAll(names(cells(row).get(0))));
            for (String template : templates(table)) {
                assertThat(offersOf(template))
                        .as("the rows that the table of " + template + " does not have")
                        .noneMatch(missing::contains);
            }
        }
    }

    /** A table with the right cells. */
    private List<String> corrected(List<String> table) {
        List<String> templates = templates(table);
        List<String> corrected = new ArrayList<>();
        for (String row : table) {
            List<String> cells = cells(row);
            if (!isFeature(row) || cells.get(0).equals(TEMPLATE)) {
                corrected.add(row);
                continue;
            }
            StringBuilder right = new StringBuilder("| " + cells.get(0) + " |");
            for (int i = 0; i < templates.size(); i++) {
                right.append(' ')
                        .append(cell(names(cells.get(0)), offersOf(templates.get(i)), cells.get(i + 1)))
                        .append(" |");
            }
            corrected.add(right.toString());
        }
        return corrected;
    }

    private Set<String> offersOf(String template) {
        return offers.getOrDefault(template, Set.of());
    }

    /** What a template with these offers makes of a cell. */
    private static String cell(List<String> names, Set<String> offers, String written) {
        long offered = names.stream().filter(offers::contains).count();
        if (offered == names.size()) {
            return "yes";
        }
        return offered > 0 ? "some" : written.matches("-|no") ? written : "no";
    }

    /** A model supports SRTP if its template offers it, so that {@code lineman models} is right. */
    @Test
    void aModelSupportsSrtpIfItsTemplateOffersIt() throws IOException {
        for (JsonNode model : models) {
            String template = model.get("template").asString();
            if (offers.containsKey(template)) {
                assertThat(model.get("srtp").asBoolean())
                        .as(model.get("model").asString())
                        .isEqualTo(offersOf(template).contains("srtp"));
            }
        }
    }

    private static Set<String> offers(String template) throws IOException {
        JsonNode details = json("templates", template);
        Set<String> offers = new TreeSet<>();
        for (String kind : List.of("options", "vars")) {
            details.path(kind).forEach(one -> offers.add(one.get("name").asString()));
        }
        for (JsonNode type : details.path("blf_types")) {
            StandardKeyType standard = StandardKeyType.of(type.asString());
            offers.add("type: "
                    + (standard == null ? type.asString() : standard.name().toLowerCase(Locale.ROOT)));
            offers.add("type: none");
        }
        if (!details.path("soft_key_types").isEmpty()) {
            offers.add("softkeys");
        }
        if (!details.path("settings").isEmpty()) {
            offers.add("settings");
        }
        if (contents(details).contains("$provisioning.")) {
            offers.add("provisioning");
        }
        for (JsonNode model : models) {
            if (model.get("template").asString().equals(template)
                    && model.get("modules").asInt() > 0) {
                offers.add("modules");
            }
        }
        return offers;
    }

    /** The text of a template and of its fragments. */
    private static String contents(JsonNode details) throws IOException {
        StringBuilder contents =
                new StringBuilder(Files.readString(Path.of(details.get("path").asString())));
        for (JsonNode fragment : details.path("fragments")) {
            contents.append(Files.readString(Path.of("templates", fragment.asString())));
        }
        return contents.toString();
    }

    private static JsonNode json(String... command) throws IOException {
        List<String> arguments = new ArrayList<>(Arrays.asList(command));
        arguments.add("--json");
        assertThat(terminal.run(arguments.toArray(String[]::new)))
                .as(terminal.err())
                .isEqualTo(ExitCode.OK);
        return new ObjectMapper().readTree(terminal.out());
    }

    private static List<List<String>> tables() throws IOException {
        List<List<String>> tables = new ArrayList<>();
        boolean in = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith(HEAD)) {
                tables.add(new ArrayList<>());
                in = true;
            }
            in &= line.startsWith("|");
            if (in) {
                tables.get(tables.size() - 1).add(line);
            }
        }
        assertThat(tables).as("the tables in " + PAGE).isNotEmpty();
        return tables;
    }

    /** The templates of the columns of a table. */
    private static List<String> templates(List<String> table) {
        List<String> row = table.stream()
                .map(FeatureTableTest::cells)
                .filter(cells -> cells.get(0).equals(TEMPLATE))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row 'template' below " + table.get(0)));
        return row.subList(1, row.size() - 1).stream()
                .map(cell -> cell.replace("`", ""))
                .toList();
    }

    /** Whether a row is about features: it is neither the head nor the line below it. */
    private static boolean isFeature(String row) {
        return !row.startsWith(HEAD) && !row.startsWith("|---");
    }

    private static List<String> names(String cell) {
        return CODE.matcher(cell).results().map(name -> name.group(1)).toList();
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.split("\\|", -1)).skip(1).map(String::strip).toList();
    }

    /** The names of the tables of options and variables that are the same for all families. */
    private static Set<String> commonNames() throws IOException {
        Set<String> names = new TreeSet<>();
        boolean in = false;
        for (String line : Files.readAllLines(PAGE)) {
            in = line.startsWith("## ") ? line.equals("## Options") || line.equals("## Variables") : in;
            if (in && line.startsWith("| `") && !line.matches("\\| `(options|vars)` \\|.*")) {
                names.addAll(names(cells(line).get(0)));
            }
        }
        return names;
    }
}
