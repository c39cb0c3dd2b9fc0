package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.make.AccessPolicy;
import dev.lineman.build.make.BuildShortcuts;
import dev.lineman.build.make.PhoneRenderer;
import dev.lineman.build.make.SiteRenderer;
import dev.lineman.render.Renderer;
import dev.lineman.resolve.Resolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The largest Yealink, with all accounts, modules and keys, is rendered with all other phones, not after them. */
class YealinkStepsTest {
    private static final int ACCOUNTS = 16;

    /** A tenth of the steps that the files of a phone may take. */
    private static final long COSTLY = 50_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"Yealink T46S, 6, 251", "Yealink T54W, 3, 191"})
    void aPhoneWithAllKeysIsNotCostly(String model, int modules, int keys) {
        TestRoot root = TestRoot.withBuiltIn(folder);
        root.write("extensions.d/_defaults.yaml", """
                first_name: J
                last_name: D
                auth_id: j
                auth_password: p
                pbx_ip: pbx.example
                vars: {admin_password: secret, pickup_code: "*8", voicemail_number: "*97"}
                """);
        root.write(
                "extensions.d/100.yaml",
                "{extension: 100, phone: {mac: 805ec0000001, model: %s, modules: %d, blf: [%s]}}"
                        .formatted(model, modules, "{number: 100, label: Key}, ".repeat(keys)));
        for (int line = 2; line <= ACCOUNTS; line++) {
            root.write(
                    "extensions.d/" + (100 + line) + ".yaml",
                    "{extension: %d, phone: {mac: 805ec0000001, line: %d}}".formatted(100 + line, line));
        }
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();

        BuildInputs inputs = root.state().inputs();
        Resolver resolver = inputs.resolver(Map.of());
        PhoneRenderer phoneRenderer = new PhoneRenderer(
                new SiteRenderer(inputs, resolver, new Renderer(), new BuildShortcuts(false, false, 1)),
                new AccessPolicy(inputs, Map.of()),
                (digest, bytes) -> {},
                mac -> null,
                name -> false);
        List<Long> taken = new ArrayList<>();
        phoneRenderer.deferCostly(Set.of(), steps -> {
            taken.add(steps);
            return false;
        });
        phoneRenderer.makePhone("805ec0000001", false);
        assertThat(taken).hasSize(1).allMatch(steps -> steps < COSTLY, "fewer than " + COSTLY + " steps");
    }
}
