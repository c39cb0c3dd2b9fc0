package dev.lineman.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemFoldingTest {
    private static final Problem DEFAULTS =
            Problem.blocking(new Position("extensions.d/_defaults.yaml", 2, 1), "unknown key");
    private static final Problem TEMPLATE =
            Problem.blocking(new Position("templates/phones/desk.xml", 3, 1), "this is not XML");
    private static final Problem FOLDER = Problem.blocking(Position.of("extensions.d/office"), "cannot be read");

    private static Problem missing(String message, String... expectedIn) {
        return Problem.blocking(Position.of("extensions.d/100.yaml"), message).expectedIn(List.of(expectedIn));
    }

    @ParameterizedTest
    @CsvSource({
        "extensions.d/_defaults.yaml, extensions.d/_defaults.yaml",
        "extensions.d/office/_defaults.yaml, extensions.d/office",
        "extensions.d/office/a/b/_defaults.yaml, extensions.d/office",
        "extensions.d/, extensions.d/_defaults.yaml",
        "templates/phones/, templates/phones/desk.xml",
        "extensions.d/officer/_defaults.yaml, ''",
        "extensions.d/offic/, ''",
        "templates/, templates/phones/desk.xml",
        "templates/site/, ''",
        "templates/phones/desk, ''",
        "secrets.yaml, ''",
    })
    void aFileThatCannotBeReadIsTheCauseOfWhatMayBeInIt(String expectedIn, String cause) {
        ProblemFolding folding = new ProblemFolding(List.of(FOLDER, DEFAULTS, TEMPLATE));
        Problem problem = missing("there is no such thing", expectedIn);
        Problem root = folding.rootOf(problem);
        assertThat(root.equals(problem) ? "" : root.at().file()).isEqualTo(cause);
    }

    @Test
    void theNearestFileIsTheCause() {
        ProblemFolding folding = new ProblemFolding(List.of(DEFAULTS, FOLDER));
        assertThat(folding.rootOf(missing(
                        "no model",
                        "extensions.d/office/_defaults.yaml",
                        DEFAULTS.at().file())))
                .isEqualTo(FOLDER);
    }

    @Test
    void onlyABlockingProblemIsACause() {
        Problem warning = Problem.warning(Position.of("secrets.yaml"), "odd");
        Problem error = Problem.error(Position.of("secrets.yaml"), "the value is left out");
        Problem problem = missing("!secret a is not in secrets.yaml", "secrets.yaml");
        assertThat(new ProblemFolding(List.of(warning, error)).rootOf(problem)).isSameAs(problem);
    }

    @Test
    void consequencesComeWithTheFirstProblemOfTheirCause() {
        Problem second = Problem.blocking(new Position("extensions.d/_defaults.yaml", 9, 1), "unknown key");
        Problem warning =
                Problem.warning(Position.of("a"), "there is no extension 101").expectedIn(List.of("extensions.d/"));
        Problem model = missing("no model", DEFAULTS.at().file());
        List<ProblemGroup> groups =
                new ProblemFolding(List.of(second, DEFAULTS)).fold(List.of(model, second, warning, DEFAULTS));
        assertThat(groups)
                .containsExactly(
                        new ProblemGroup(DEFAULTS, List.of(), List.of(warning, model)),
                        new ProblemGroup(second, List.of(), List.of()));
    }

    @Test
    void aCauseThatIsNotAmongTheProblemsIsShownWithItsConsequences() {
        Problem model = missing("no model", DEFAULTS.at().file());
        assertThat(new ProblemFolding(List.of(DEFAULTS)).fold(List.of(model)))
                .containsExactly(new ProblemGroup(DEFAULTS, List.of(), List.of(model)));
    }

    @Test
    void theSameProblemInManyFilesIsOneGroup() {
        List<Problem> same = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            same.add(Problem.warning(new Position("extensions.d/" + i + ".yaml", 1, 1), "no effect"));
            same.add(Problem.warning(new Position("extensions.d/" + i + ".yaml", 2, 1), "no effect"));
        }
        ProblemFolding folding = new ProblemFolding(List.of());
        assertThat(folding.fold(same)).hasSize(10);
        same.add(Problem.warning(new Position("extensions.d/5.yaml", 1, 1), "no effect"));
        same.add(Problem.blocking(new Position("extensions.d/6.yaml", 1, 1), "no effect"));
        List<ProblemGroup> groups = folding.fold(same);
        assertThat(groups).hasSize(2);
        assertThat(groups.get(0).first()).isEqualTo(same.get(0));
        assertThat(groups.get(0).alsoAt()).hasSize(10);
        assertThat(groups.get(1).key()).isEqualTo(same.get(11));
    }

    @Test
    void blockingProblemsAreOneGroupOnlyIfTheSameThingIsMissing() {
        List<Problem> faults = new ArrayList<>();
        List<Problem> missing = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Problem problem = Problem.blocking(new Position("extensions.d/" + i + ".yaml", 1, 1), "wrong");
            faults.add(problem);
            missing.add(problem.expectedIn(List.of("secrets.yaml")));
        }
        ProblemFolding folding = new ProblemFolding(List.of());
        assertThat(folding.fold(faults)).hasSize(7);
        assertThat(folding.fold(missing)).hasSize(1);
    }

    @Test
    void theSameValueThatSeveralTemplatesMissIsOneGroup() {
        Position at = Position.of("extensions.d/_defaults.yaml");
        List<Problem> problems = new ArrayList<>();
        for (String template : List.of("c.xml", "a.xml", "b.xml")) {
            problems.add(Problem.blocking(at, "'vars.a' is missing")
                    .with(new MissingValue("vars.a", at.file(), Position.of(template))));
        }
        List<ProblemGroup> groups = new ProblemFolding(List.of()).fold(problems);
        assertThat(groups).singleElement().satisfies(group -> {
            assertThat(group.readAt()).extracting(Position::file).containsExactly("a.xml", "b.xml", "c.xml");
            assertThat(group.alsoAt()).isEmpty();
            assertThat(group.key()).isEqualTo(Problem.blocking(at, "'vars.a' is missing"));
        });
    }

    @Test
    void theTextNamesAFewAndCountsTheOthers() {
        Problem problem = Problem.warning(Position.of("a"), "odd");
        List<String> names = List.of("p1", "p2", "p3", "p4", "p5");
        Position place = Position.of("b");
        assertThat(problem.with(new ProblemReach(names, List.of(), List.of(), 0, List.of(), List.of())))
                .hasToString("a:1:1: warning: odd (for p1, p2, p3 and 2 more)");
        assertThat(problem.with(new ProblemReach(
                                names.subList(0, 2), List.of(), List.of(place), 0, List.of(), List.of()))
                        .text())
                .isEqualTo("odd (b:1:1 reads it; for p1, p2)");
        assertThat(problem.with(new ProblemReach(
                                List.of(), List.of(place, place, place, place), List.of(), 0, List.of(), List.of()))
                        .text())
                .isEqualTo("odd (also at b:1:1, b:1:1, b:1:1 and 1 more place)");
        assertThat(problem.with(new ProblemReach(List.of(), List.of(), List.of(), 3, List.of("p1"), List.of("s", "t")))
                        .text())
                .isEqualTo("odd (and therefore 1 phone keeps its last good files, and 2 site files stay as they are)");
        assertThat(problem.with(new ProblemReach(List.of(), List.of(), List.of(), 1, List.of(), List.of()))
                        .text())
                .isEqualTo("odd (1 more problem follows from it)");
        assertThat(problem.with(ProblemReach.NONE).text()).isEqualTo("odd");
    }
}
