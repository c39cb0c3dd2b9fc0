package dev.lineman.template;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which template, and which entry of its models, a phone's model finds. */
class CatalogTest {
    private static final TemplateReader READER = new TemplateReader();

    @Test
    void aModelIsComparedWithoutCaseBlanksAndPunctuation() {
        Catalog catalog = catalog(phone("a", "", "", "Snom 320"));
        for (String model : List.of("Snom 320", "snom320", "SNOM-320", "sn_om(3.2/0)")) {
            assertThat(found(catalog.find(model))).isEqualTo("a Snom 320 Snom 320");
        }
    }

    @Test
    void signsOtherThanPunctuationCount() {
        Catalog catalog = catalog(phone("a", "", "", "DP750+"), phone("b", "", "", "DP750"));
        assertThat(found(catalog.find("dp750 +"))).startsWith("a ");
        assertThat(found(catalog.find("dp750"))).startsWith("b ");
    }

    @Test
    void withoutAModelOfThatNameTheFirstLevelOnWhichAnythingMatchesDecides() {
        List<Template> levels = List.of(
                phone("x", "other", ""),
                phone("d", "third", "x"),
                phone("n", "x", "", "model"),
                phone("u", "", "", "m=x"),
                phone("m", "", "", "x"));
        Catalog catalog = Catalog.EMPTY;
        List<String> chosen = new ArrayList<>();
        List<Boolean> certain = new ArrayList<>();
        for (Template template : levels) {
            catalog = catalog.with(template.path(), template);
            chosen.add(found(catalog.find("x")));
            certain.add(catalog.isModelName("x"));
        }
        assertThat(chosen).containsExactly("x other other", "d third third", "n model model", "u m x", "m x x");
        assertThat(certain).containsExactly(false, false, false, false, true);
    }

    @Test
    void theNameOfATemplateWithoutEntriesIsThatOfItsModel() {
        Catalog catalog = catalog(phone("file", "", "about"), phone("other", "Name", ""));
        assertThat(catalog.isModelName("FILE")).isTrue();
        assertThat(catalog.isModelName("name")).isTrue();
        assertThat(catalog.isModelName("other")).isFalse();
        assertThat(catalog.isModelName("about")).isFalse();
        assertThat(catalog.with("templates/phones/m.xml", phone("m", "", "", "name"))
                        .find("Name"))
                .isInstanceOf(TemplateMatch.AmbiguousMatch.class);
    }

    @Test
    void twoTemplatesOnThatLevelAreAmbiguousUntilOneIsRemoved() {
        Template one = phone("a", "", "", "X1");
        Template two = phone("b", "", "", "x-1");
        Catalog both = catalog(one, two);
        assertThat(both.find("x1")).isEqualTo(new TemplateMatch.AmbiguousMatch(List.of(one, two)));
        assertThat(found(both.with(one.path(), null).find("x1"))).isEqualTo("b x-1 x-1");
    }

    @Test
    void theUaIsThatOfTheChosenEntryOrElseItsText() {
        Catalog catalog = catalog(phone("a", "", "", "X1=agent one", "X2"));
        assertThat(found(catalog.find("x1"))).isEqualTo("a X1 agent one");
        assertThat(found(catalog.find("Agent-One"))).isEqualTo("a X1 agent one");
        assertThat(found(catalog.find("x2"))).isEqualTo("a X2 X2");
    }

    @Test
    void aSingleEntryNeedsNoMatchAndOneOfSeveralDoes() {
        Catalog one = catalog(phone("a", "Name", "", "X1"));
        assertThat(found(one.find("name"))).isEqualTo("a X1 X1");
        Template several = phone("a", "Name", "", "X1", "X2");
        assertThat(catalog(several).find("name"))
                .isEqualTo(new TemplateMatch.UnknownModel(several, List.of("X1", "X2"), "name"));
    }

    @Test
    void ofManyModelsOnlySomeAreNamed() {
        Template many = phone("a", "Name", "", "X1", "X2", "X3", "X4", "X5", "X6", "X7", "Y 61", "Y61 P");
        Catalog catalog = catalog(many);
        String start = "for it, templates/phones/a.xml has several models; set 'model' to one of ";
        assertThat(catalog.find("a", "Z9").failure("it")).isEqualTo(start + "'X1', 'X2', 'X3', 'X4', 'X5' and 4 more");
        assertThat(catalog.find("a", null).failure("it")).isEqualTo(start + "'X1', 'X2', 'X3', 'X4', 'X5' and 4 more");
        assertThat(catalog.find("a", "y-6").failure("it")).isEqualTo(start + "'Y 61', 'Y61 P'");
    }

    @Test
    void withoutEntriesTheModelIsTheNameAsTheTemplateWritesIt() {
        assertThat(found(catalog(phone("snom320", "", "")).find("Snom-320"))).isEqualTo("snom320 snom320 snom320");
        assertThat(found(catalog(phone("a", "Two Line", "")).find("two line"))).isEqualTo("a Two Line Two Line");
    }

    @Test
    void noMatchNamesTheNearest() {
        Catalog catalog = catalog(phone("a", "", "", "Snom 320", "Snom 360"), phone("b", "", "", "Yealink T46S"));
        assertThat(catalog.find("snom 32o")).isEqualTo(new TemplateMatch.NoMatch(List.of("Snom 320", "Snom 360")));
        assertThat(catalog.find("polycom")).isEqualTo(new TemplateMatch.NoMatch(List.of()));
        assertThat(catalog.find("--")).isEqualTo(new TemplateMatch.NoMatch(List.of()));
    }

    @Test
    void aTemplateCanBeNamedByItsFile() {
        Catalog catalog = catalog(
                phone("snom/snom320.ph", "", "", "X1", "X2=ua"),
                phone("snom/one.fxs", "", "", "only"),
                phone("z", "N", ""));
        assertThat(found(catalog.find("snom/snom320", "x1"))).isEqualTo("snom/snom320.ph X1 X1");
        assertThat(found(catalog.find("snom/snom320.ph.xml", "UA"))).isEqualTo("snom/snom320.ph X2 ua");
        assertThat(catalog.find("snom/snom320", "other")).isInstanceOf(TemplateMatch.UnknownModel.class);
        assertThat(catalog.find("snom/snom320", null)).isInstanceOf(TemplateMatch.UnknownModel.class);
        assertThat(found(catalog.find("snom/one", null))).isEqualTo("snom/one.fxs only only");
        assertThat(found(catalog.find("z", "Z 9"))).isEqualTo("z Z 9 Z 9");
        assertThat(catalog.find("snom/snom32o", "x1")).isEqualTo(new TemplateMatch.NoMatch(List.of("snom/snom320")));
        Template twin = phone("snom/one", "", "", "only");
        assertThat(catalog.with(twin.path(), twin).find("snom/one", "only"))
                .isInstanceOf(TemplateMatch.AmbiguousMatch.class);
    }

    @Test
    void siteTemplatesAndFragmentsAreKeptApart() {
        Template site = (Template)
                requireNonNull(READER.read("templates/site/book.xml", "<doc/>".getBytes(StandardCharsets.UTF_8))
                        .document());
        Fragment fragment = (Fragment)
                requireNonNull(READER.read("templates/lib/x", new byte[] {'a'}).document());
        Catalog catalog = Catalog.EMPTY.with(site.path(), site).with(fragment.path(), fragment);
        assertThat(catalog.siteTemplates()).containsExactly(site);
        assertThat(catalog.template(site.path())).isEqualTo(site);
        assertThat(catalog.find("book")).isInstanceOf(TemplateMatch.NoMatch.class);
        assertThat(catalog.fragment("templates/lib/x")).isEqualTo(fragment);
        Catalog emptied = catalog.with(site.path(), null).with(fragment.path(), null);
        assertThat(emptied.siteTemplates()).isEmpty();
        assertThat(emptied.fragment("templates/lib/x")).isNull();
    }

    @Test
    void afterAnyEditsTheCatalogEqualsAFreshOneAndOtherNamesAnswerAsBefore() {
        for (long seed = 1; seed <= Rounds.of(75); seed++) {
            Random random = new Random(seed);
            Map<String, Template> last = new HashMap<>();
            Catalog catalog = Catalog.EMPTY;
            for (int edit = 0; edit < 30; edit++) {
                Catalog before = catalog;
                String file = "f" + random.nextInt(4);
                String path = "templates/phones/" + file + ".xml";
                last.remove(path);
                Template now = null;
                if (random.nextInt(3) > 0) {
                    now = phone(file, word(random), word(random), word(random), word(random) + "=" + word(random));
                    last.put(path, now);
                }
                catalog = catalog.with(path, now);
                Catalog fresh = Catalog.EMPTY;
                for (Template template : last.values()) {
                    fresh = fresh.with(template.path(), template);
                }
                for (String model : List.of("w0", "w1", "w2", "w3", "f0", "f1", "f2", "f3")) {
                    assertThat(answer(catalog.find(model))).as("seed %d", seed).isEqualTo(answer(fresh.find(model)));
                    if (!Catalog.affectedNames(before, catalog).contains(model)) {
                        assertThat(meaning(catalog.find(model)))
                                .as("seed %d, %s untouched", seed, model)
                                .isEqualTo(meaning(before.find(model)));
                    }
                }
            }
        }
    }

    private static String word(Random random) {
        return "w" + random.nextInt(4);
    }

    private static Object answer(TemplateMatch choice) {
        return choice instanceof TemplateMatch.NoMatch ? "missing" : choice;
    }

    /** The template and the model, without the content of the template: it is a dependency of its own. */
    private static Object meaning(TemplateMatch choice) {
        return choice instanceof TemplateMatch.MatchedTemplate found
                ? found.template().path() + " " + found.model()
                : choice instanceof TemplateMatch.UnknownModel unknown
                        ? unknown.template().path()
                        : choice instanceof TemplateMatch.AmbiguousMatch ambiguous
                                ? ambiguous.templates().stream()
                                        .map(Template::path)
                                        .toList()
                                : answer(choice);
    }

    private static Catalog catalog(Template... templates) {
        Catalog catalog = Catalog.EMPTY;
        for (Template template : templates) {
            catalog = catalog.with(template.path(), template);
        }
        return catalog;
    }

    /** A template with these models, each {@code text} or {@code text=ua}. */
    private static Template phone(String file, String name, String description, String... models) {
        StringBuilder xml = new StringBuilder(
                "<doc><header><name>" + name + "</name><description>" + description + "</description><models>");
        for (String model : new TreeSet<>(List.of(models))) {
            String[] parts = model.split("=", 2);
            xml.append(parts.length == 1 ? "<model>" : "<model ua='" + parts[1] + "'>");
            xml.append(parts[0]).append("</model>");
        }
        xml.append("</models></header></doc>");
        byte[] bytes = xml.toString().getBytes(StandardCharsets.UTF_8);
        return (Template) requireNonNull(
                READER.read("templates/phones/" + file + ".xml", bytes).document());
    }

    private static String found(TemplateMatch choice) {
        assertThat(choice).isInstanceOf(TemplateMatch.MatchedTemplate.class);
        TemplateMatch.MatchedTemplate found = (TemplateMatch.MatchedTemplate) choice;
        String path = found.template().path();
        String file = path.substring("templates/phones/".length(), path.length() - ".xml".length());
        return file + " " + found.model() + " " + found.ua();
    }
}
