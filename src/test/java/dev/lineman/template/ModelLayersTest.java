package dev.lineman.template;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.Document;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelFile;
import dev.lineman.template.model.ModelKeys;
import dev.lineman.template.model.TemplateLayer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Models of the root and of the program: which values count, and which template a model has. */
class ModelLayersTest {
    private static final String DESK = """
            family: Desk
            template: desk
            features: [tls]
            models:
              Htek D10: {aliases: [Ten], lines: 2, keys: 4}
              Htek D20: {aliases: [Twenty], lines: 4, keys: 8, modules: {count: 2, keys: 10}}
            """;

    private Catalog catalog = Catalog.EMPTY;

    @Test
    void aFileOfTheRootWinsKeyByKeyWhateverItsName() {
        builtIn("templates/phones/desk.xml", phone(""));
        builtIn("templates/models/desk.yaml", DESK);
        for (String path : List.of("templates/models/desk.yaml", "templates/models/zz.yml")) {
            Catalog before = catalog;
            root(path, "{family: Desk, models: {htek d-20: {keys: 9, aliases: [XX]}}}");
            ModelEntry model = found("Twenty");
            assertThat(model.name()).isEqualTo("htek d-20");
            assertThat(model.keys()).isEqualTo(new ModelKeys(4, 9, null));
            assertThat(model.texts(ModelField.FEATURES)).containsExactly("tls");
            assertThat(found("xx")).isEqualTo(model);
            assertThat(found("Ten").keys()).isEqualTo(new ModelKeys(2, 4, null));
            assertThat(catalog.modelProblems()).isEmpty();
            catalog = before;
        }
    }

    @Test
    void aNewModelOfAKnownFamilyNeedsOneLine() {
        builtIn("templates/phones/desk.xml", phone(""));
        builtIn("templates/models/desk.yaml", DESK);
        root("templates/models/own.yaml", "{family: desk, models: {Htek D30: {lines: 9}}}");
        assertThat(template("D30")).isEqualTo("Htek D30 by desk.xml BUILT_IN");
        assertThat(found("Htek D30").texts(ModelField.FEATURES)).containsExactly("tls");
        assertThat(catalog.models()).extracting(ModelEntry::name).containsExactly("Htek D10", "Htek D20", "Htek D30");
    }

    @Test
    void keysAtTheTopOfAFileOfTheRootAreForTheModelsThatItListsAndForNewOnes() {
        builtIn("templates/phones/desk.xml", phone(""));
        builtIn("templates/models/desk.yaml", DESK);
        root("templates/models/own.yaml", "{family: Desk, blfkeys: 10, models: {Htek D30: {keys: 3}, Htek D20: {}}}");
        root("templates/models/more.yaml", "{family: Desk, models: {Htek D40: {}}}");
        assertThat(found("D10").keys()).as("a built-in model").isEqualTo(new ModelKeys(2, 4, null));
        assertThat(found("D20").keys()).as("a listed one").isEqualTo(new ModelKeys(4, 8, 10));
        assertThat(found("D30").keys()).as("a new one").isEqualTo(new ModelKeys(null, 3, 10));
        assertThat(found("D40").keys()).as("a new one of another file").isEqualTo(new ModelKeys(null, null, 10));
    }

    @Test
    void aNewModelWithAShortNameOrAnAliasOfABuiltInOneIsAWarning() {
        builtIn("templates/phones/desk.xml", phone(""));
        builtIn("templates/models/desk.yaml", DESK);
        root(
                "templates/models/own.yaml",
                "{family: Desk, models: {D10: {keys: 5}, Twenty: {keys: 6}, D30: {keys: 7}}}");
        assertThat(catalog.modelProblems().stream().map(Object::toString))
                .containsExactly(
                        "templates/models/own.yaml:1:25: warning: 'D10' is a new model, which takes this name from"
                                + " 'Htek D10'; to change that model, write its full name",
                        "templates/models/own.yaml:1:41: warning: 'Twenty' is a new model, which takes this name from"
                                + " 'Htek D20'; to change that model, write its full name");
        root("templates/phones/own.xml", phone("<model>D10</model><model>Twenty</model>"));
        assertThat(catalog.modelProblems())
                .as("a template of the root has them")
                .isEmpty();
    }

    @Test
    void aTemplateOfTheRootBeatsABuiltInOneForTheModelsThatItNames() {
        builtIn("templates/phones/desk.xml", phone(""));
        builtIn("templates/models/desk.yaml", DESK);
        root("templates/phones/own.xml", phone("<model keys='7'>Htek D20</model>"));
        assertThat(template("Twenty")).isEqualTo("Htek D20 by own.xml ROOT");
        assertThat(found("D20").keys())
                .as("lines of the data, keys of the template")
                .isEqualTo(new ModelKeys(4, 7, null));
        assertThat(template("Ten")).isEqualTo("Htek D10 by desk.xml BUILT_IN");
        assertThat(catalog.models())
                .extracting(model -> model.name() + " " + model.text(ModelField.TEMPLATE))
                .containsExactly("Htek D10 desk", "Htek D20 own");
        root("templates/phones/other.xml", phone("<model>Htek D20</model>"));
        assertThat(catalog.find("D20")).isInstanceOf(TemplateMatch.AmbiguousMatch.class);
        assertThat(catalog.find("other", "D20")).isInstanceOf(TemplateMatch.MatchedTemplate.class);
    }

    @Test
    void aFileOfTheRootCanChooseTheTemplate() {
        builtIn("templates/phones/desk.xml", phone(""));
        builtIn("templates/models/desk.yaml", DESK);
        root("templates/phones/own.xml", phone(""));
        root("templates/models/own.yaml", "{family: F, template: own, models: {Htek D10: {}}}");
        assertThat(template("Ten")).isEqualTo("Htek D10 by own.xml ROOT");
        assertThat(template("Twenty")).isEqualTo("Htek D20 by desk.xml BUILT_IN");
        root("templates/phones/third.xml", phone("<model>Htek D10</model>"));
        assertThat(catalog.find("Ten")).isInstanceOf(TemplateMatch.AmbiguousMatch.class);
    }

    @Test
    void aNameOfTheRootWinsAndConflictsAreThoseOfOneLayer() {
        builtIn("templates/phones/desk.xml", phone(""));
        builtIn("templates/models/desk.yaml", DESK);
        root("templates/phones/own.xml", phone("<model alias='Ten'>Own 1</model><model ua='Twenty'>Own 2</model>"));
        assertThat(template("ten")).isEqualTo("Own 1 by own.xml ROOT");
        assertThat(template("twenty")).as("a ua is no name").isEqualTo("Htek D20 by desk.xml BUILT_IN");
        assertThat(catalog.modelProblems()).isEmpty();
        root("templates/models/own.yaml", "{family: F, models: {Htek D20: {aliases: [Ten]}}}");
        assertThat(catalog.find("ten")).isInstanceOf(TemplateMatch.AmbiguousName.class);
        assertThat(catalog.modelProblems().stream().map(Object::toString))
                .containsExactly(
                        "templates/models/own.yaml:1:42: warning: 'Ten' is also a name of 'Own 1' in"
                                + " templates/phones/own.xml, so no phone can use this name; choose another",
                        "templates/phones/own.xml:1:22: warning: 'Ten' is also a name of 'Htek D20' in"
                                + " templates/models/own.yaml, so no phone can use this name; choose another");
    }

    @Test
    void twoValuesOfOneLayerAreAProblemAndTheFirstFileCounts() {
        root("templates/phones/desk.xml", phone(""));
        root("templates/models/b.yaml", "{family: Desk, template: desk, models: {D1: {lines: 3, keys: 5}}}");
        root("templates/models/a.yaml", "{family: Desk, models: {d-1: {lines: 2, keys: 5}}}");
        assertThat(found("D1").keys()).isEqualTo(new ModelKeys(2, 5, null));
        assertThat(catalog.modelProblems().stream().map(Object::toString))
                .containsExactly("templates/models/b.yaml:1:53: error: 'lines' of 'D1' has another value at"
                        + " templates/models/a.yaml:1:38, which counts; remove one of them");
    }

    @Test
    void aModelWithoutATemplateOrWithAnUnknownOneIsAProblem() {
        root("templates/phones/acme/desk.xml", phone(""));
        root("templates/models/a.yaml", "{family: F, models: {D1: {template: acme/dsek}, D2: {}}}");
        assertThat(catalog.modelProblems().stream().map(Object::toString))
                .containsExactly(
                        "templates/models/a.yaml:1:37: error: no template below templates/phones/ is 'acme/dsek'; did you"
                                + " mean 'acme/desk'?",
                        "templates/models/a.yaml:1:49: error: 'D2' has no template; add 'template:' with one below"
                                + " templates/phones/");
        assertThat(catalog.find("D1")).isInstanceOf(TemplateMatch.NoMatch.class);
    }

    @Test
    void onlyTheNamesOfChangedModelsAreAffected() {
        root("templates/phones/desk.xml", phone(""));
        root("templates/models/a.yaml", DESK);
        Catalog before = catalog;
        root("templates/models/a.yaml", DESK.replace("keys: 4", "keys: 5"));
        assertThat(Catalog.affectedNames(before, catalog)).isEqualTo(Set.of("htekd10", "d10", "htekten", "ten"));
        root("templates/models/a.yaml", "\n# moved\n" + DESK);
        assertThat(Catalog.affectedNames(before, catalog)).isEmpty();
        root("templates/models/a.yaml", DESK.replace("Ten", "Eleven"));
        assertThat(Catalog.affectedNames(before, catalog))
                .contains("ten", "htekten", "eleven", "htekd10", Catalog.ANY_NAME);
        assertThat(Catalog.affectedNames(before, catalog)).doesNotContain("twenty", "htekd20");
        root("templates/models/a.yaml", DESK);
        root("templates/lib/x.cfg", "x");
        assertThat(Catalog.affectedNames(before, catalog)).isEmpty();
    }

    private void root(String path, String content) {
        add(path, content, TemplateLayer.ROOT);
    }

    private void builtIn(String path, String content) {
        add(path, content, TemplateLayer.BUILT_IN);
    }

    private void add(String path, String content, TemplateLayer layer) {
        Document document = requireNonNull(new TemplateReader(layer)
                .read(path, content.getBytes(StandardCharsets.UTF_8))
                .document());
        catalog = catalog.with(document instanceof ModelFile file ? file.id() : path, document);
    }

    private static String phone(String models) {
        return "<doc><header><models>" + models + "</models></header></doc>";
    }

    private ModelEntry found(String model) {
        assertThat(catalog.find(model)).isInstanceOf(TemplateMatch.MatchedTemplate.class);
        return ((TemplateMatch.MatchedTemplate) catalog.find(model)).entry();
    }

    private String template(String model) {
        assertThat(catalog.find(model)).isInstanceOf(TemplateMatch.MatchedTemplate.class);
        TemplateMatch.MatchedTemplate match = (TemplateMatch.MatchedTemplate) catalog.find(model);
        return match.model() + " by " + match.template().path().replaceFirst(".*/", "") + " "
                + match.template().layer();
    }
}
