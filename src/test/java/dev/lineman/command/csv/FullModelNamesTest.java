package dev.lineman.command.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.ProjectTemplates;
import dev.lineman.inventory.Inventory;
import dev.lineman.problem.Problem;
import dev.lineman.template.Catalog;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An import writes the full names of models. */
class FullModelNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"Yealink T54W", "T54W", "t54w", "SIP-T54W", "Yealink SIP-T54W"})
    void aNameOfAModelBecomesItsFullName(String model) throws IOException {
        CsvImport.ImportResult result = read("extension,mac,model\n100,0004132466aa," + model + "\n");
        assertThat(result.problems()).isEmpty();
        assertThat(result.files().get(0).content()).contains("  model: Yealink T54W\n");
    }

    @Test
    void aPartOfANameThatOneModelHasBecomesThisModelWithAWarning() throws IOException {
        CsvImport.ImportResult result = read("extension,mac,model\n100,0004132466aa,Yealink T54W WiFi\n");
        assertThat(result.problems().stream().map(Problem::toString))
                .containsExactly(
                        "t.csv:2:3: warning: this is no name of a model, and is taken for Yealink T54W; if it is"
                                + " another model, write its name");
        assertThat(result.files().get(0).content()).contains("  model: Yealink T54W\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"T54", "Telephone"})
    void otherModelsStayForTheCheck(String model) throws IOException {
        CsvImport.ImportResult result = read("extension,mac,model\n100,0004132466aa," + model + "\n");
        assertThat(result.problems()).isEmpty();
        assertThat(result.files().get(0).content()).contains("  model: " + model + "\n");
    }

    @Test
    void rowsOfOneExtensionCanNameAModelDifferently() throws IOException {
        CsvImport.ImportResult result = read(
                "extension,model,blf1,blf2\n100,T54W,101,\n100,Yealink T54W,,102\n101,My Phone,,\n101,my-phone,,\n");
        assertThat(result.problems()).isEmpty();
        assertThat(result.files().get(0).content()).contains("model: Yealink T54W\n");
        assertThat(read("extension,model\n100,T54W\n100,T54S\n").problems().toString())
                .contains("t.csv:3:2: error: row 2, column 2 has a different value for the same extension");
    }

    @Test
    void aModelOfATemplateAndOneInAnExportStay() throws IOException {
        assertThat(read("extension,mac,template,model\n100,0004132466aa,yealink/yealink-t,t54w\n")
                        .files()
                        .get(0)
                        .content())
                .contains("  model: t54w\n");
        assertThat(read("file,extension,mac,model\nextensions.d/100.yaml,100,0004132466aa,t54w\n")
                        .files()
                        .get(0)
                        .content())
                .contains("  model: t54w\n");
    }

    private static CsvImport.ImportResult read(String csv) throws IOException {
        Catalog catalog = ProjectTemplates.BUILT_IN.catalog();
        return CsvImport.read(
                        "t.csv",
                        csv.getBytes(UTF_8),
                        new CsvImport.ImportTarget(
                                "extensions.d", Inventory.empty().with(catalog), catalog, null, file -> null))
                .result();
    }
}
