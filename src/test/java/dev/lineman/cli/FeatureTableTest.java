package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.cli.program.ExitCode;
import dev.lineman.template.key.StandardKeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The table of the phones page says what each family can do. A cell with {@code yes} or {@code some} is what the templates
 * offer; {@code -} and {@code no} are what they do not offer, because the phone cannot do it, or because the template does
 * not do it yet. After a failure, {@code target/feature-table.md} has the table with the right cells.
 */
class FeatureTableTest {
    private static final Path PAGE = Path.of("src/docs/phones.md");
    private static final Path CORRECTED = Path.of("target/feature-table.md");
    private static final String HEAD = "| what |";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** The template of each column of the table. */
    private static final Map<String, String> COLUMNS = columns();

    @TempDir
    private Path root;

    private Terminal terminal;

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("Cisco 8800", "cisco/mpp8800");
        columns.put("Cisco SPA", "cisco/spa");
        columns.put("Fanvil", "fanvil/fanvil");
        columns.put("Grandstream GRP", "grandstream/grandstream-grp26xx");
        columns.put("Grandstream GXP", "grandstream/grandstream-gxp21xx");
        columns.put("Linphone", "linphone/linphone");
        columns.put("Poly", "poly/poly");
        columns.put("snom D", "snom/snom-d7xx");
        columns.put("snom 300", "snom/snom-3xx");
        columns.put("Yealink T", "yealink/yealink-t");
        columns.put("Yealink W", "yealink/yealink-w70b");
        return columns;
    }

    @BeforeEach
    void anEmptyRoot() throws IOException {
        terminal = Terminal.withBuiltInTemplates(root);
        Files.createDirectories(root.resolve("extensions.d"));
    }

    @Test
    void everyCellSaysWhatTheTemplateOffers() throws IOException {
        List<Set<String>> offers = new ArrayList<>();
        for (String template : COLUMNS.values()) {
            offers.add(offers(template));
        }
        List<String> table = table();
        assertThat(table.get(0)).isEqualTo(HEAD + ' ' + String.join(" | ", COLUMNS.keySet()) + " |");
        List<String> corrected = new ArrayList<>(table.subList(0, 2));
        Set<String> listed = new TreeSet<>();
        for (String row : table.subList(2, table.size())) {
            List<String> cells = cells(row);
            List<String> names = CODE.matcher(cells.get(0))
                    .results()
                    .map(name -> name.group(1))
                    .toList();
            listed.addAll(names);
            StringBuilder right = new StringBuilder("| " + cells.get(0) + " |");
            for (int i = 0; i < offers.size(); i++) {
                right.append(' ')
                        .append(cell(names, offers.get(i), cells.get(i + 1)))
                        .append(" |");
            }
            corrected.add(right.toString());
        }
        Files.createDirectories(CORRECTED.getParent());
        Files.write(CORRECTED, corrected);
        assertThat(table).as("see " + CORRECTED).isEqualTo(corrected);
        Set<String> common = commonNames();
        assertThat(listed).as("the names of the page").containsAll(common);
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
        for (JsonNode model : json("models")) {
            String template = model.get("template").asString();
            if (COLUMNS.containsValue(template)) {
                assertThat(model.get("srtp").asBoolean())
                        .as(model.get("model").asString())
                        .isEqualTo(offers(template).contains("srtp"));
            }
        }
    }

    private Set<String> offers(String template) throws IOException {
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
        for (JsonNode model : json("models")) {
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

    private JsonNode json(String... command) throws IOException {
        List<String> arguments = new ArrayList<>(Arrays.asList(command));
        arguments.add("--json");
        assertThat(terminal.run(arguments.toArray(String[]::new)))
                .as(terminal.err())
                .isEqualTo(ExitCode.OK);
        return new ObjectMapper().readTree(terminal.out());
    }

    private static List<String> table() throws IOException {
        List<String> table = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith(HEAD))
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(table).as("the table in " + PAGE).hasSizeGreaterThan(2);
        return table;
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
                CODE.matcher(cells(line).get(0)).results().forEach(name -> names.add(name.group(1)));
            }
        }
        return names;
    }
}
