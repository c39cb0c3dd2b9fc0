package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.ProjectTemplates;
import dev.lineman.Rounds;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.render.Renderer;
import dev.lineman.template.Catalog;
import dev.lineman.template.TemplateMatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each value that a person writes into a YAML file makes a difference to a file or its access, is overridden by a nearer
 * value, or is named: by a problem, or by {@code explain} as a setting without effect. The law changes one value at a
 * time and compares everything that is published.
 */
class NothingSilentLawTest {
    private static final Renderer RENDERER = new Renderer();

    @TempDir
    Path folder;

    @Test
    void eachValueHasAnEffectOrIsOverriddenOrIsNamed() throws IOException {
        List<String> silent = new ArrayList<>();
        int effective = 0;
        for (long seed = 0; seed < Rounds.of(4); seed++) {
            TestRoot root = new TestRoot(folder.resolve("r" + seed));
            ProjectTemplates.copyTo(folder.resolve("r" + seed));
            RandomOffice office = new RandomOffice(seed);
            office.files().forEach(root::write);
            root.runUntilIdle();
            assertThat(root.problems())
                    .as("seed %d", seed)
                    .noneMatch(problem -> problem.severity() == Severity.BLOCKING);
            Naming naming = Naming.of(root);
            Map<String, String> published = published(root);
            for (RandomOffice.Leaf leaf : office.leaves()) {
                if (office.isOverridden(leaf) || naming.contains(office.keyOf(leaf)) || isRead(root, office, leaf)) {
                    continue;
                }
                if (hasEffect(root, office, leaf, published)) {
                    effective++;
                } else {
                    silent.add("seed " + seed + ": " + leaf.place().file() + ':' + (leaf.line() + 1) + ' '
                            + String.join(".", leaf.path()) + ": " + leaf.value());
                }
            }
        }
        assertThat(silent).isEmpty();
        assertThat(effective).isGreaterThan(20);
    }

    /** Whether the template of a phone that a variable reaches can read it, if only under a condition. */
    private static boolean isRead(TestRoot root, RandomOffice office, RandomOffice.Leaf leaf) {
        if (!leaf.path().get(0).equals("vars")) {
            return false;
        }
        Catalog catalog = root.state().inputs().catalog();
        String name = leaf.path().get(1);
        return office.modelsReachedBy(leaf).stream()
                .map(catalog::find)
                .filter(TemplateMatch.MatchedTemplate.class::isInstance)
                .map(found -> RENDERER.variableReads(((TemplateMatch.MatchedTemplate) found).template(), catalog))
                .anyMatch(reads ->
                        reads.ofPhone().contains(name) || reads.ofAccounts().contains(name));
    }

    /** Whether another value in its place changes a file or its access. */
    private static boolean hasEffect(
            TestRoot root, RandomOffice office, RandomOffice.Leaf leaf, Map<String, String> published) {
        try {
            for (String other : leaf.others()) {
                root.write(leaf.place().file(), office.fileWith(leaf, other)).runUntilIdle();
                if (!published(root).equals(published)) {
                    return true;
                }
            }
            return false;
        } finally {
            root.write(leaf.place().file(), office.files().get(leaf.place().file()))
                    .runUntilIdle();
        }
    }

    private static Map<String, String> published(TestRoot root) {
        Map<String, String> published = new HashMap<>(root.files());
        root.accesses().forEach((path, access) -> published.put("access of " + path, access));
        return published;
    }

    /** What problems and the explanations of all phones say, by file. */
    private record Naming(Map<String, List<Problem>> problems) {
        static Naming of(TestRoot root) {
            List<Problem> all = new ArrayList<>(root.problems());
            root.unusedSettings()
                    .forEach(unused -> all.add(Problem.warning(unused.found().position(), unused.name())));
            return new Naming(all.stream()
                    .collect(Collectors.groupingBy(problem -> problem.at().file())));
        }

        /**
         * Whether a problem is at the line of a leaf, of a key around it, or of its BLF key in any layer. One problem can name several
         * BLF keys, the same value at several places of a file, or a whole mapping of an extension.
         */
        boolean contains(List<RandomOffice.Leaf> key) {
            return key.stream().anyMatch(this::contains);
        }

        private boolean contains(RandomOffice.Leaf leaf) {
            for (Problem problem : problems.getOrDefault(leaf.place().file(), List.of())) {
                String key = "(?s).*BLF keys[ \\d,and]* "
                        + leaf.path().get(1 % leaf.path().size()) + "\\b.*";
                boolean alike = problem.message().contains("'" + leaf.value() + "'")
                        || problem.message()
                                .contains("'" + leaf.path().get(leaf.path().size() - 1) + "'");
                if (leaf.group().contains(problem.at().line() - 1)
                        || (leaf.path().get(0).equals("blf")
                                && problem.message().matches(key))
                        || problem.message().startsWith("'" + leaf.path().get(0) + "' has no effect")
                        || (alike && problem.message().endsWith("more in this file)"))) {
                    return true;
                }
            }
            return false;
        }
    }
}
