package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.State;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.command.OneShotCommands;
import dev.lineman.fs.FileMode;
import dev.lineman.operator.explain.Explainer;
import dev.lineman.operator.explain.MissExplainer;
import dev.lineman.operator.view.Explanation;
import dev.lineman.render.Renderer;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An explanation shows exactly the values that rendering read, for each phone of whole root folders. */
class ExplainLawTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PBX_HOST", "pbx.example");

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "golden/accounts",
                "golden/blf",
                "golden/keys",
                "golden/layers",
                "golden/secrets",
                "golden/seed",
                "explain/root"
            })
    void anExplanationNamesExactlyTheValuesThatRenderingRead(String name) throws Exception {
        copy(Path.of("src/test/resources").resolve(name));
        Settings settings =
                new Settings(root, root.resolve("secrets.yaml"), FileMode.DEFAULT, Duration.ZERO, RemovalLimit.DEFAULT);
        State state = OneShotCommands.dryRun(
                settings, new RuntimeContext(InstantSource.system(), System::nanoTime, ENVIRONMENT));
        VisitLog visits = new VisitLog();
        Explainer explainer = new Explainer(state, ENVIRONMENT, visits, new MissExplainer(visits), new Renderer());
        int compared = 0;
        for (String mac : state.inputs().inventory().macs()) {
            Explanation.PhoneExplanation phone = explainer.phone(mac);
            BuildTarget buildTarget = state.outputIndex().target(mac);
            assertThat(phone).as(mac).isNotNull();
            if (phone == null
                    || buildTarget == null
                    || buildTarget.outputs().isEmpty()
                    || !phone.problems().isEmpty()) {
                continue;
            }
            Set<String> read = new HashSet<>();
            for (Output output : buildTarget.outputs()) {
                read.addAll(output.reads().names());
            }
            assertThat(phone.files().stream()
                            .filter(Explanation.ExplainedFile::published)
                            .map(Explanation.ExplainedFile::path))
                    .as("files of " + mac)
                    .containsExactlyElementsOf(
                            buildTarget.outputs().stream().map(Output::path).toList());
            if (!read.contains(PhoneValues.MODEL)) {
                compare(mac, phone, read);
                compared++;
            }
        }
        assertThat(compared).as("phones compared").isPositive();
    }

    private static void compare(String mac, Explanation.PhoneExplanation phone, Set<String> read) {
        Set<String> told = new HashSet<>();
        phone.values().forEach(value -> told.add(value.name()));
        assertThat(read.stream().map(ExplainLawTest::shown))
                .as("values of " + mac)
                .containsAll(told);
        for (Explanation.ExplainedFile file : phone.files()) {
            file.conditions().forEach(condition -> told.add(sourceName(condition.asked())));
        }
        for (String one : read) {
            boolean ownOfKey = one.contains("/");
            assertThat(told.contains(shown(one)) || ownOfKey)
                    .as(one + " of " + mac + " is told")
                    .isTrue();
        }
    }

    private static String sourceName(String asked) {
        return asked.substring("IF ".length()).replaceFirst("=.*", "");
    }

    private static String shown(String name) {
        return name.startsWith("blf") ? name.replace("/", ": ") : name;
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = from.relativize(file).toString();
                if (!path.startsWith("out")) {
                    Path target = root.resolve(path);
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }
}
