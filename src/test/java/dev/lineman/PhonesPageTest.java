package dev.lineman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.phonefile.PhoneVendors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of each vendor has every choice and every variable that its templates take, and no other. */
class PhonesPageTest {
    private static final Path PAGES = Path.of("src/docs/phones");
    private static final Pattern TEMPLATE = Pattern.compile("`(templates/phones/[a-z0-9/-]+\\.xml)`");
    private static final Pattern FRAGMENT = Pattern.compile("(?:#parse\\(|src=)\"(lib/[^\"]+)\"");
    private static final Pattern CHOICE = Pattern.compile("<(\\w+)(?: \\w+=\"[^\"]*\")*>\\s*<(?:option |zones\\b)");
    private static final Pattern SETTING = Pattern.compile("<\\w+ type=\"(?:int|bool)\" param=\"(\\w+)\"");
    private static final Pattern OFFERED = Pattern.compile("<item name=\"(\\w+)\"|variableName=\"(\\w+)\"");
    private static final Pattern USED = Pattern.compile("\\$!?\\{?(?:account\\.)?vars\\.(\\w+)");
    private static final Pattern ROW = Pattern.compile("^\\| (`\\w+`(?:, `\\w+`)*) \\|", Pattern.MULTILINE);
    private static final Pattern OF_LINE = Pattern.compile("<(\\w+)[^<>]* scope=\"line\"[^<>]*>");
    private static final Pattern NAMED = Pattern.compile(" (?:name|param)=\"(\\w+)\"");
    private static final Set<String> NO_CHOICES = Set.of("first", "second", "third", "fourth");
    private static final Set<String> NOT_FROM_VARS = Set.of("containsKey", "get", "provlink");

    static List<String> vendors() throws IOException {
        return PhoneVendors.all();
    }

    @Test
    void everyVendorHasAPage() throws IOException {
        assertThat(PhoneVendors.named(PAGES, "", ".md")).isEqualTo(PhoneVendors.all());
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void everyChoiceAndVariableIsOnThePageAndNoOther(String vendor) throws IOException {
        String page = Files.readString(PAGES.resolve(vendor + ".md"));
        String templates = templates(page);

        Set<String> choices = names(CHOICE, templates);
        choices.removeAll(NO_CHOICES);
        assertThat(rows(page, "options")).isEqualTo(choices);

        Set<String> variables = names(USED, templates);
        variables.removeAll(NOT_FROM_VARS);
        variables.removeAll(names(OFFERED, templates));
        variables.addAll(names(SETTING, templates));
        assertThat(rows(page, "vars")).isEqualTo(variables);
    }

    /** {@code phones.md} says for each vendor what its templates mark with {@code scope="line"}. */
    @ParameterizedTest
    @MethodSource("vendors")
    void whatCountsForEachLineIsInTheTable(String vendor) throws IOException {
        Set<String> marked = new TreeSet<>();
        for (MatchResult template : TEMPLATE.matcher(Files.readString(PAGES.resolve(vendor + ".md")))
                .results()
                .toList()) {
            String text = Files.readString(Path.of(template.group(1)));
            for (MatchResult element : OF_LINE.matcher(text).results().toList()) {
                Matcher named = NAMED.matcher(element.group());
                marked.add(
                        element.group(1).equals("Codecspriorities")
                                ? "codecs"
                                : named.find() ? named.group(1) : element.group(1));
            }
        }
        assertThat(Files.readString(Path.of("src/docs/phones.md")))
                .as("the row of " + vendor + " in the table of each line")
                .containsPattern(
                        marked.isEmpty()
                                ? ""
                                : Pattern.quote(
                                        "](phones/" + vendor + ".md) | `" + String.join("`, `", marked) + "` |\n"));
    }

    /** The templates that a page names, and the fragments that they include. */
    private static String templates(String page) throws IOException {
        StringBuilder text = new StringBuilder();
        for (MatchResult template : TEMPLATE.matcher(page).results().toList()) {
            text.append(Files.readString(Path.of(template.group(1))));
        }
        assertThat(text).isNotEmpty();
        Set<String> included = new TreeSet<>();
        for (Set<String> more = names(FRAGMENT, text.toString()); !included.containsAll(more); ) {
            for (String fragment : more) {
                if (included.add(fragment)) {
                    text.append(Files.readString(Path.of("templates", fragment)));
                }
            }
            more = names(FRAGMENT, text.toString());
        }
        return text.toString();
    }

    /** What the first column has of the table whose head begins with a word. */
    private static Set<String> rows(String page, String head) {
        int start = page.indexOf("\n| `" + head + "` |");
        assertThat(start).as("a table of " + head).isNotNegative();
        String table = page.substring(page.indexOf("|---", start), page.indexOf("\n\n", start));
        return ROW.matcher(table)
                .results()
                .flatMap(
                        row -> Arrays.stream(row.group(1).replaceAll("[` ]", "").split(",", -1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
