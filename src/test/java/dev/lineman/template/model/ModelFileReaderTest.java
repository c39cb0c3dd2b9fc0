package dev.lineman.template.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.ReadResult;
import dev.lineman.inventory.extension.BuiltInNames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of models: what they say, and the problem of each mistake with its place. */
class ModelFileReaderTest {
    private static final String PATH = "templates/models/acme.yaml";

    @Test
    void aFileGivesItsModelsWithTheValuesOfTheFamily() {
        ModelFile file = file("""
                family: ACME Desk
                template: acme/desk
                features: [tls]
                lines: 4
                models:
                  ACME D10:
                  ACME D20: {ua: D20, aliases: [D20, Desk 20], lines: 6, keys: 12, blfkeys: 8, pages: 2, keys_per_page: 6}
                  ACME D30: {modules: {count: 3, types: {M1: 20}}, keys: 0012, screen: colour, features: []}
                """);
        assertThat(file.models()).extracting(ModelEntry::name).containsExactly("ACME D10", "ACME D20", "ACME D30");
        ModelEntry first = file.models().get(0);
        assertThat(first.text(ModelField.FAMILY)).isEqualTo("ACME Desk");
        assertThat(first.text(ModelField.TEMPLATE)).isEqualTo("acme/desk");
        assertThat(first.keys()).isEqualTo(new ModelKeys(4, null, null));
        assertThat(first.at()).hasToString(PATH + ":6:3");
        ModelEntry second = file.models().get(1);
        assertThat(second.ua()).isEqualTo("D20");
        assertThat(second.names().exclusive()).contains("acmed20", "d20", "desk20");
        assertThat(second.keys()).isEqualTo(new ModelKeys(6, 12, 8));
        assertThat(requireNonNull(second.value(ModelField.KEYS_PER_PAGE)).at()).hasToString(PATH + ":7:105");
        ModelEntry third = file.models().get(2);
        assertThat(third.modules()).isEqualTo(new ModelModules(3, 20, Map.of("M1", 20)));
        assertThat(third.keys().shared()).isEqualTo(12);
        assertThat(third.texts(ModelField.FEATURES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|1:1: error: a file of models is one mapping with 'family: NAME' and 'models:'",
                "models: {A: {}}|1:1: error: the name of the family is missing: add 'family: NAME'",
                "family: F|1:1: error: 'models' is a mapping of full names and values, such as 'Yealink T54W: {lines: 16}'",
                "{family: F, models: {}}|1:21: error: 'models' lists no model; add one, such as 'Yealink T54W: {lines: 16}'",
                "{family: F, models: [A]}|1:21: error: 'models' is a mapping of full names",
                "{family: F, models: {A: 7}}|1:25: error: a model is a mapping of names and values",
                "{family: F, models: {A: {line: 7}}}|1:26: error: unknown key 'line' in a model; did you mean 'lines'?",
                "{family: F, lins: 4, models: {A: {}}}|1:13: error: unknown key 'lins' in a file of models; did you mean 'lines'?",
                "{family: F, model: {A: {}}, models: {B: {}}}|1:13: error: unknown key 'model' in a file of models; did you mean 'models'?",
                "{family: F, ua: U, models: {A: {}}}|1:13: error: 'ua' belongs to one model; write it below its name",
                "{family: F, models: {A: {family: G}}}|1:26: error: 'family' belongs to the top of the file",
                "{family: , models: {A: {}}}|1:2: error: 'family' has no name; write the name of the family",
                "{family: F, models: {A: {lines: many}}}|1:33: error: 'lines' is a number from 0 to 9999, not 'many'",
                "{family: F, models: {A: {keys: -1}}}|1:32: error: 'keys' is a number from 0 to 9999, not '-1'",
                "{family: F, models: {A: {keys: 10000}}}|1:32: error: 'keys' is a number from 0 to 9999",
                "{family: F, models: {A: {keys: [1]}}}|1:32: error: 'keys' is a number from 0 to 9999",
                "{family: F, models: {A: {ua: !secret x}}}|1:30: error: 'ua' is a text",
                "{family: F, models: {A: {ua: \"\"}}}|1:30: error: 'ua' is a text of one line that is not empty",
                "{family: F, models: {A: {aliases: B}}}|1:35: error: 'aliases' is a list, such as [SIP-T54W, T54]",
                "{family: F, models: {A: {aliases: ['-']}}}|1:35: error: the alias '-' has no letter and no digit; remove it",
                "{family: F, models: {A: {screen: color}}}|1:34: error: 'color' is no value of 'screen'; did you mean 'colour'?",
                "{family: F, models: {A: {features: [wifi]}}}|1:36: error: 'wifi' is no value of 'features'; it has srtp, tls, firmware",
                "{family: F, models: {A: {features: [srpt]}}}|1:36: error: 'srpt' is no value of 'features'; did you mean 'srtp'?",
                "{family: F, models: {A: {modules: 3}}}|1:35: error: 'modules' is a mapping, such as {count: 3, keys: 18}",
                "{family: F, models: {A: {modules: {count: 3}}}}|1:35: error: 'modules' needs 'count', the number of modules, and either 'keys', the keys of one module, or 'types'",
                "{family: F, models: {A: {modules: {count: 3, keys: 1, type: x}}}}|1:55: error: unknown key 'type' in 'modules'; did you mean 'types'?",
                "{family: F, models: {'--': {}}}|1:22: error: the name of a model has a letter or a digit; write its full name",
                "{family: F, models: {Desk 1: {}, desk-1: {}}}|1:34: error: this model occurs twice in 'models', where case,",
            })
    void aMistakeIsAProblemAtItsPlace(String yaml, String problem) {
        ReadResult result = read(yaml);
        assertThat(result.document()).isNull();
        assertThat(result.problems()).singleElement().asString().startsWith(PATH + ":" + problem);
    }

    @Test
    void aCutFileIsTheBeginningOfTheWholeOne() {
        ModelFile whole = file("family: F\nmodels:\n  A: {lines: 1}\n  B:\n    lines: 2\n    keys: 3\n");
        assertThat(whole.continues(file("family: F\nmodels:\n  A: {lines: 1}\n")))
                .isTrue();
        assertThat(whole.continues(file("family: F\nmodels:\n  A: {lines: 1}\n  B:\n    lines: 2\n")))
                .isTrue();
        assertThat(whole.continues(whole)).isFalse();
        assertThat(whole.continues(file("family: F\nmodels:\n  A: {lines: 7}\n")))
                .isTrue();
        assertThat(whole.continues(file("family: F\nmodels:\n  C: {lines: 1}\n  A: {lines: 1}\n")))
                .isFalse();
        assertThat(whole.continues(file("family: G\nmodels:\n  A: {lines: 1}\n")))
                .isFalse();
    }

    @Test
    void theNamesThatTemplatesReadAreThoseThatVarsCannotSet() {
        List<String> readable = Arrays.stream(ModelField.values())
                .filter(ModelField::isReadable)
                .map(ModelField::placeholder)
                .toList();
        assertThat(BuiltInNames.OF_PHONE).containsAll(readable);
        assertThat(BuiltInNames.OF_PHONE.stream().filter(name -> name.startsWith("phone_")))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of("phone_model"), readable.stream())
                        .toList());
    }

    private static ModelFile file(String yaml) {
        ReadResult result = read(yaml);
        assertThat(result.problems()).isEmpty();
        return (ModelFile) requireNonNull(result.document());
    }

    private static ReadResult read(String yaml) {
        return ModelFileReader.read(PATH, yaml.getBytes(StandardCharsets.UTF_8), TemplateLayer.ROOT);
    }
}
