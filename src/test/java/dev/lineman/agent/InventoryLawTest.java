package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.build.Cycle;
import dev.lineman.build.State;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.problem.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant 3 with values from many sources: two sites with defaults, models, secrets, BLF keys for extensions of
 * each other, fragments, phone templates in Velocity and site templates, all of them edited.
 */
class InventoryLawTest {
    private static final int SCRIPTS = Rounds.of(38);
    private static final int EDITS = 12;

    @TempDir
    Path folder;

    private int compared;
    private int goodSites;

    @Test
    void incrementalEqualsFromScratchForAllSourcesOfValues() {
        Law law = new Law(folder, this::run);
        for (int seed = 0; seed < SCRIPTS; seed++) {
            law.check(seed, script(seed));
        }
        assertThat(compared).as("outputs of phones compared").isGreaterThan(SCRIPTS * EDITS / 2);
        assertThat(goodSites).as("outputs of sites compared").isGreaterThan(SCRIPTS * EDITS / 2);
    }

    private void run(Path root, List<Edit> script) throws IOException {
        MemoryStore store = new MemoryStore();
        Cycle cycle = Cycles.of(root, store);
        State state = State.of(OutputIndex.empty());
        List<Path> edited = new ArrayList<>(List.of(root));
        List<Edit> whole = new ArrayList<>(script);
        whole.add(Edit.AgentAction.LOOK);
        for (Edit edit : whole) {
            edited.addAll(edit.apply(root));
            if (edit.equals(Edit.AgentAction.LOOK)) {
                state = Cycles.run(cycle, state, Cycles.hints(edited));
                edited.clear();
                compare(root, state, store);
            }
        }
        Cycle.CycleRun idle = cycle.run(state, Cycles.EVERYTHING);
        assertThat(idle.counters().resolved()).as("resolved when idle").isZero();
    }

    private void compare(Path root, State state, MemoryStore store) throws IOException {
        MemoryStore fresh = new MemoryStore();
        State scratch = Cycles.fromScratch(root, fresh);
        assertThat(ofInputs(state)).isEqualTo(ofInputs(scratch));
        for (BuildTarget buildTarget : scratch.outputIndex().targets()) {
            // A number with several claims blocks its phones and the files of its sites.
            boolean held = buildTarget.outputs().isEmpty();
            boolean failed = scratch.problemIndex().of(buildTarget.key()).stream()
                    .anyMatch(problem -> problem.severity() == Severity.BLOCKING);
            if (!failed && !held) {
                assertThat(Cycles.outputs(state, buildTarget.key()))
                        .as(buildTarget.key())
                        .isEqualTo(Cycles.outputs(scratch, buildTarget.key()));
                if (buildTarget.key().startsWith("site:")) {
                    goodSites++;
                } else {
                    compared++;
                }
            }
        }
        if (scratch.problems().isEmpty()) {
            assertThat(store.files()).isEqualTo(fresh.files());
        }
    }

    /** Leaves out problems of names: a first run does not know the claims of last good outputs. */
    private static Set<String> ofInputs(State state) {
        Set<String> heads = Cycles.withoutSuggestions(state.problems());
        heads.removeIf(problem -> problem.startsWith("out/"));
        return heads;
    }

    private static List<Edit> script(long seed) {
        Random random = new Random(seed);
        List<Edit> edits = new ArrayList<>();
        for (int kind = 0; kind < 10; kind++) {
            edits.add(edit(random, kind));
            edits.add(edit(random, kind));
        }
        for (int i = 0; i < EDITS; i++) {
            edits.add(Edit.AgentAction.LOOK);
            edits.add(random.nextInt(8) == 0 ? delete(random) : edit(random, random.nextInt(14)));
        }
        return List.copyOf(edits);
    }

    private static Edit delete(Random random) {
        return new Edit.Delete(pick(
                random,
                "secrets.yaml",
                "templates/lib/a.vm",
                "templates/lib/b.cfg",
                "templates/site/s1.xml",
                "extensions.d/s0/_defaults.yaml",
                "extensions.d/s1/_defaults.yaml",
                "extensions.d/s0/deep/_defaults.yaml",
                "extensions.d/s0/0.yaml",
                "extensions.d/s1/1.yaml"));
    }

    private static Edit edit(Random random, int kind) {
        return switch (kind) {
            case 0 -> new Edit.Write("secrets.yaml", secrets(random));
            case 1 -> new Edit.Write("templates/phones/plain.xml", plain(random));
            case 2 -> new Edit.Write("templates/phones/loop.xml", loop(random));
            case 3 ->
                new Edit.Write(
                        "templates/lib/a.vm",
                        pick(random, "a $account.label", "A $vars.v", "#parse(\"lib/c.vm\")", "a"));
            case 4 -> new Edit.Write("templates/lib/b.cfg", pick(random, "b %%v%%", "B %%w%%", "%%blffirstname1%%"));
            case 5 -> new Edit.Write("templates/site/s" + random.nextInt(2) + ".xml", site(random));
            case 6 -> new Edit.Write("extensions.d/_defaults.yaml", defaults(random, ""));
            case 7 -> {
                int site = random.nextInt(2);
                yield new Edit.Write(
                        "extensions.d/s" + site + "/_defaults.yaml",
                        defaults(random, random.nextInt(8) == 0 ? "" : "site: s" + site + "\n"));
            }
            case 8 -> new Edit.Write("extensions.d/s0/deep/_defaults.yaml", defaults(random, ""));
            case 9 -> new Edit.Write("templates/lib/c.vm", pick(random, "c $phone.mac", "C"));
            default -> {
                int file = random.nextInt(4);
                String folder = pick(random, "s0", "s1", "s0/deep");
                yield new Edit.Write("extensions.d/" + folder + "/" + file + ".yaml", extensions(random, folder, file));
            }
        };
    }

    private static String secrets(Random random) {
        return "p: p" + random.nextInt(3) + "\n" + pick(random, "", "q: q0\n", "q: q1\n");
    }

    private static String defaults(Random random, String more) {
        return more
                + pick(random, "", "pbx_ip: h0\n", "pbx_ip: !secret p\n", "last_name: Layer\n", "model: Loop\n")
                + pick(
                        random,
                        "",
                        "provisioning_url: http://h" + random.nextInt(2) + "/provisioning"
                                + pick(random, "", "", "", "/s1") + "\n")
                + pick(
                        random,
                        "",
                        "",
                        "",
                        "",
                        "",
                        "require: {mode: a}\n",
                        "options: {mode: a}\n",
                        "options: {mode: b}\n")
                + "vars: {v: v" + random.nextInt(3) + pick(random, "", ", w: !secret p", ", w: w1") + "}\n"
                + pick(
                        random,
                        "",
                        "models: {Plain: {vars: {v: m" + random.nextInt(2) + "}}}\n",
                        "models: {\"L*\": {vars: {v: l}}, \"*\": {blf: [{number: 101}]}}\n");
    }

    /** Numbers and MACs seldom conflict within a folder, and sometimes between folders. */
    private static String extensions(Random random, String folder, int file) {
        StringBuilder yaml = new StringBuilder();
        int base = 100 + file * 3 + (folder.endsWith("deep") ? 2 : 0);
        for (int i = random.nextInt(2); i >= 0; i--) {
            int number = base + (random.nextInt(8) == 0 ? random.nextInt(9) : i);
            yaml.append("---\nextension: ").append(number);
            yaml.append("\nfirst_name: ").append(pick(random, "Ann", "Bob", "!secret p", "'!secret p'"));
            yaml.append("\nlast_name: ").append(pick(random, "X", "Y", "Z"));
            yaml.append("\nauth_id: i\nauth_password: ").append(pick(random, "a", "b", "!secret p", "!secret q"));
            yaml.append("\npbx_ip: ").append(pick(random, "h1", "h2"));
            yaml.append("\nvars: {u: u")
                    .append(random.nextInt(2))
                    .append(", w: w")
                    .append(random.nextInt(2))
                    .append('}');
            if (random.nextInt(5) > 0) {
                boolean shared = random.nextInt(6) == 0;
                yaml.append("\nphone: {mac: 00000000")
                        .append(shared ? "ff" : folder.startsWith("s0") ? "00" : "01")
                        .append(shared ? "00" : String.format("%02d", number % 100))
                        .append(", line: ")
                        .append(shared ? 1 + number % 3 : 1)
                        .append(", model: ")
                        .append(shared ? "Loop" : pick(random, "Plain", "Loop"))
                        .append(pick(random, "", ", vars: {v: own}"))
                        .append(pick(
                                random,
                                "",
                                ", blf: [{number: 100}, {number: 103}]",
                                ", blf: [{number: " + (100 + random.nextInt(12)) + "}]",
                                ", blf: {1: {number: 103, first_name: F}, 2: {type: speeddial, number: 1}}",
                                ", softkeys: [{number: 103, line: 2}, {type: blf, number: 100, label: L}]"))
                        .append('}');
            }
            yaml.append('\n');
        }
        return yaml.toString();
    }

    private static String plain(Random random) {
        String content = pick(
                random,
                "%%extension_first_name%% %%v%%",
                "%%extension_auth_pw%% %%u%%",
                "%%pbx_ip%% %%w%%",
                "%%blf1%% %%blffirstname1%%",
                "%%ext_label_02%% %%ext_02_enabled%%");
        return "<doc><header><type>phone-template</type><name>Plain</name></header><data><device>"
                + "<deviceconfig filename=\"%%mac_address%%\"><![CDATA[" + content + "]]></deviceconfig>"
                + pick(random, "", "<deviceconfig filename=\"b-%%mac_address%%\" src=\"lib/b.cfg\"/>")
                + "</device></data></doc>";
    }

    private static String loop(Random random) {
        String choice = "<mode param=\"mode\"><option value=\"b\"/>"
                + pick(random, "<option value=\"a\"/>", "<option value=\"a\"/>", "") + "</mode>";
        return TestRoot.template(
                        "phone-template",
                        "Loop",
                        "filename=\"" + pick(random, "${phone.mac}", "${phone.macUpper}.txt")
                                + "\" syntax=\"velocity\"",
                        pick(
                                random,
                                "#foreach($k in $blf)$k.key $k.firstName $k.label $k.line #end",
                                "#foreach($k in $softkeys)$k.key $k.type $k.label #end",
                                "#foreach($a in $accounts)$a.line $a.displayName $a.authPassword $a.pbxIp #end",
                                "$vars.v $account.vars.u",
                                "$vars.get('param::mode')",
                                "#parse(\"lib/a.vm\")"))
                .replace("</header>", choice + pick(random, "", "<softkeytype><blf/></softkeytype>") + "</header>");
    }

    private static String site(Random random) {
        return TestRoot.template(
                "site-template",
                "S",
                "filename=\"book" + random.nextInt(3) + ".txt\" syntax=\"velocity\""
                        + pick(random, "", " serve=\"true\""),
                pick(
                        random,
                        "#foreach($e in $extensions)$e.number $e.displayName\n#end",
                        "#foreach($e in $extensions)$e.label $e.authPassword $e.pbxIp\n#end",
                        "#foreach($e in $extensions)$e.vars\n#end",
                        "#foreach($e in $extensions)#foreach($v in $e.vars.entrySet())$v#end\n#end",
                        "#foreach($e in $extensions)$e.vars.u $e.phones.size()\n#end",
                        "#foreach($e in $extensions)#foreach($p in $e.phones)$p.mac $p.model $p.provisioningUrl\n#end#end",
                        "#foreach($p in $phones)$p.mac#foreach($a in $p.accounts) $a.line $a.lastName#end\n#end",
                        "#parse(\"lib/s.vm\")",
                        "$site $extensions.size() $phones.size()"));
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... from) {
        return from[random.nextInt(from.length)];
    }
}
