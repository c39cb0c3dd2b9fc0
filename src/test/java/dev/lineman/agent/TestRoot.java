package dev.lineman.agent;

import dev.lineman.build.Cycle;
import dev.lineman.build.State;
import dev.lineman.build.make.SiteOutputSource;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A root folder in the hands of a test, with cycles over it that publish into memory. */
final class TestRoot {
    private final Path folder;
    private final MemoryStore store = new MemoryStore();
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
        this.cycle = Cycles.of(folder, store, Cycles.Ways.ALL, siteOutputSource);
    }

    /**
     * What the cycles did until nothing was left to do.
     *
     * @param written the published paths that are new or differ
     */
    record Done(int resolved, int rendered, TreeSet<String> written) {}

    /** The same folder as an agent sees it that has just started with nothing published. */
    TestRoot fromScratch() {
        TestRoot scratch = new TestRoot(folder);
        scratch.run();
        return scratch;
    }

    /** A phone template; the content of its only file in CDATA. */
    static String template(String name, String file, String content) {
        return template("phone-template", name, "filename=\"" + file + '"', content);
    }

    /** A template of any type; {@code attributes} are those of its only {@code deviceconfig}. */
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

    TestRoot delete(String path) {
        try {
            Files.deleteIfExists(folder.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Cycles until nothing is left to do. */
    Done run() {
        int resolved = 0;
        int rendered = 0;
        TreeSet<String> written = new TreeSet<>();
        do {
            Done done = look();
            resolved += done.resolved();
            rendered += done.rendered();
            written.addAll(done.written());
        } while (!state.pending().scheduled().isEmpty());
        return new Done(resolved, rendered, written);
    }

    /** One cycle. */
    Done look() {
        try {
            Cycle.CycleRun step = cycle.run(state, Cycles.EVERYTHING);
            state = step.state();
            TreeSet<String> written = new TreeSet<>();
            step.plan().writes().stream().map(Output::path).forEach(written::add);
            return new Done(step.counters().resolved(), step.counters().rendered(), written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    State state() {
        return state;
    }

    /** What is published: path and content. */
    Map<String, String> files() {
        return store.files();
    }

    /** Who may fetch what is published: path and access. */
    Map<String, String> accesses() {
        return store.accesses();
    }

    List<Problem> problems() {
        return state.describe(state.problems());
    }
}
