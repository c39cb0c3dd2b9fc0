package dev.lineman.agent;

import dev.lineman.ProjectTemplates;
import dev.lineman.build.Cycle;
import dev.lineman.build.State;
import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.make.SiteOutputSource;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.inventory.Phone;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.resolve.Resolver;
import dev.lineman.resolve.option.UnusedSetting;
import dev.lineman.template.builtin.BuiltInTemplates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A root folder with cycles that publish into memory. */
final class TestRoot {
    private final Path folder;
    private final MemoryStore store;
    private final BuiltInTemplates builtInTemplates;
    private final Cycle cycle;
    private State state = State.of(OutputIndex.empty());

    TestRoot(Path folder) {
        this(folder, SiteOutputSource.IN_CYCLE);
    }

    TestRoot(Path folder, SiteOutputSource siteOutputSource) {
        this.folder = folder;
        try {
            Files.createDirectories(folder.resolve("extensions.d"));
            Files.createDirectories(folder.resolve("templates"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.store = new MemoryStore();
        this.builtInTemplates = BuiltInTemplates.NONE;
        this.cycle = Cycles.of(folder, store, Cycles.ShortcutSettings.ALL, siteOutputSource);
    }

    private TestRoot(Path folder, BuiltInTemplates builtInTemplates) {
        this.folder = folder;
        this.builtInTemplates = builtInTemplates;
        this.store = new MemoryStore();
        this.cycle = Cycles.of(folder, store, builtInTemplates);
    }

    /** Returns a root of the program with its own templates. */
    static TestRoot withBuiltIn(Path folder) {
        return withBuiltIn(folder, ProjectTemplates.BUILT_IN);
    }

    /** Returns a root with built-in templates. */
    static TestRoot withBuiltIn(Path folder, BuiltInTemplates builtInTemplates) {
        return new TestRoot(folder, builtInTemplates);
    }

    /**
     * The work of the cycles until nothing was pending.
     *
     * @param resolved the number of resolved phones and sites
     * @param rendered the number of rendered outputs
     * @param written the published paths that are new or different
     */
    record CycleWork(int resolved, int rendered, TreeSet<String> written) {}

    /** Returns a new process on the same folder, with nothing published. */
    TestRoot fromScratch() {
        TestRoot scratch = new TestRoot(folder, builtInTemplates);
        scratch.runUntilIdle();
        return scratch;
    }

    /** Returns a phone template with one file, whose content is in CDATA. */
    static String template(String name, String file, String content) {
        return template("phone-template", name, "filename=\"" + file + '"', content);
    }

    /** Returns a template of any type; {@code attributes} are those of its only {@code deviceconfig}. */
    static String template(String type, String name, String attributes, String content) {
        return "<doc><header><type>" + type + "</type><name>" + name + "</name></header><data><device><deviceconfig "
                + attributes + "><![CDATA[" + content + "]]></deviceconfig></device></data></doc>";
    }

    TestRoot write(String path, String content) {
        Path file = folder.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Writes extension 100 of pbx.example with phone 000413000111, and the YAML of more keys of both. */
    TestRoot writePhone(String extension, String phone) {
        return write("extensions.d/100.yaml", """
                {
                  extension: 100, first_name: J, last_name: D, auth_id: j, auth_password: p, pbx_ip: pbx.example,
                  %s,
                  phone: {mac: 000413000111, %s}
                }
                """.formatted(extension, phone));
    }

    TestRoot delete(String path) {
        try {
            Files.deleteIfExists(folder.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Runs cycles until nothing is pending. */
    CycleWork runUntilIdle() {
        int resolved = 0;
        int rendered = 0;
        TreeSet<String> written = new TreeSet<>();
        do {
            CycleWork done = runCycle();
            resolved += done.resolved();
            rendered += done.rendered();
            written.addAll(done.written());
        } while (!state.pending().scheduled().isEmpty());
        return new CycleWork(resolved, rendered, written);
    }

    /** Runs one cycle. */
    CycleWork runCycle() {
        try {
            Cycle.CycleRun step = cycle.run(state, Cycles.EVERYTHING);
            state = step.state();
            TreeSet<String> written = new TreeSet<>();
            step.plan().writes().stream().map(Output::path).forEach(written::add);
            return new CycleWork(step.counters().resolved(), step.counters().rendered(), written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    State state() {
        return state;
    }

    /** Returns the published content by path. */
    Map<String, String> files() {
        return store.files();
    }

    /** Returns the access rules by published path. */
    Map<String, String> accesses() {
        return store.accesses();
    }

    /** Returns the settings without effect that the explanations of all phones list. */
    List<UnusedSetting> unusedSettings() {
        BuildInputs inputs = state.inputs();
        Resolver resolver = inputs.resolver(Map.of());
        List<UnusedSetting> unused = new ArrayList<>();
        for (String mac : inputs.inventory().macs()) {
            Phone phone = inputs.inventory().phone(mac);
            PhoneValues values = phone == null ? null : resolver.resolve(phone).values();
            unused.addAll(values == null ? List.of() : values.unusedSettings());
        }
        return unused;
    }

    List<Problem> problems() {
        return state.report().problems();
    }
}
