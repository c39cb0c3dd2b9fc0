package dev.lineman.template.builtin;

import dev.lineman.input.Document;
import dev.lineman.input.DocumentReader.Interest;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.template.Catalog;
import dev.lineman.template.TemplateReader;
import dev.lineman.template.model.ModelFile;
import dev.lineman.template.model.TemplateLayer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The templates, fragments and models that are part of the program. They lie below the files of the root: a file of the
 * root replaces the built-in file with the same path.
 *
 * <p>A cycle adds them to what a scan found, see {@link #beneath}; later stages do not tell them from files of the root,
 * except by {@link TemplateLayer}. They are read when they are first asked for. Thread-safe.
 */
public final class BuiltInTemplates {
    /** No template is built in. */
    public static final BuiltInTemplates NONE = new BuiltInTemplates("", Collections::emptySortedMap);

    /** The name of a version that is not known, because the program does not run from its jar. */
    private static final String DEVELOPMENT = "development";

    private final String version;
    private final Supplier<SortedMap<String, byte[]>> source;
    private volatile @Nullable ParsedFiles files;

    /**
     * The files, by their paths below the root of a fleet.
     *
     * @param contents the bytes of each
     * @param documents the same, parsed
     */
    private record ParsedFiles(SortedMap<String, byte[]> contents, SortedMap<String, Document> documents) {}

    private BuiltInTemplates(String version, Supplier<SortedMap<String, byte[]>> source) {
        this.version = version;
        this.source = source;
    }

    /** The templates of the running program. */
    public static BuiltInTemplates ofProgram() {
        String version = BuiltInTemplates.class.getPackage().getImplementationVersion();
        return new BuiltInTemplates(version == null ? DEVELOPMENT : version, ProgramFiles::templates);
    }

    /**
     * Templates of another program version, for tests of an update.
     *
     * @param contents the bytes of each file, by its path below the root of a fleet
     */
    public static BuiltInTemplates of(String version, SortedMap<String, byte[]> contents) {
        SortedMap<String, byte[]> copy = new TreeMap<>(contents);
        return new BuiltInTemplates(version, () -> copy);
    }

    /** The version of the program that they are part of. */
    public String version() {
        return version;
    }

    /** The bytes of each file, by its path below the root of a fleet, such as {@code templates/lib/x.vm}. */
    public SortedMap<String, byte[]> contents() {
        return Collections.unmodifiableSortedMap(files().contents());
    }

    /** The parsed files, by path; files of models by {@link ModelFile#id}, since no file replaces another one of them. */
    public SortedMap<String, Document> documents() {
        return Collections.unmodifiableSortedMap(files().documents());
    }

    /** A catalog of the built-in files alone, as for a root without any template. */
    public Catalog catalog() {
        Catalog catalog = Catalog.EMPTY;
        for (Map.Entry<String, Document> file : documents().entrySet()) {
            catalog = catalog.with(file.getKey(), file.getValue());
        }
        return catalog;
    }

    /**
     * Puts the built-in files beneath those of the root.
     *
     * @param last the catalog of the last cycle
     * @param now the files of the root
     * @param changes how {@code now} differs from the snapshot of the last cycle
     * @return how the files of both layers differ. A built-in file comes back when the file of the root with the same path
     *     is gone. It stays away while the content of that file is unknown
     */
    public List<FileChange> beneath(Catalog last, Snapshot now, List<FileChange> changes) {
        SortedMap<String, Document> builtIn = documents();
        if (builtIn.isEmpty()) {
            return changes;
        }
        List<FileChange> all = new ArrayList<>();
        changes.stream().filter(change -> !builtIn.containsKey(change.path())).forEach(all::add);
        builtIn.forEach((path, document) -> {
            Document before = last.document(path);
            Document after = effective(path, document, now);
            if (!Objects.equals(before, after)) {
                all.add(new FileChange(path, before, after));
            }
        });
        return all;
    }

    private static @Nullable Document effective(String path, Document builtIn, Snapshot now) {
        return now.entry(path) != null ? now.document(path) : now.isUnknown(path) ? null : builtIn;
    }

    private ParsedFiles files() {
        ParsedFiles made = files;
        if (made == null) {
            synchronized (this) {
                made = files;
                if (made == null) {
                    made = read();
                    files = made;
                }
            }
        }
        return made;
    }

    private ParsedFiles read() {
        SortedMap<String, byte[]> contents = source.get();
        TemplateReader reader = new TemplateReader(TemplateLayer.BUILT_IN);
        SortedMap<String, Document> documents = new TreeMap<>();
        contents.forEach((path, content) -> {
            if (reader.interest(path) == Interest.READ) {
                Document document = reader.read(path, content).document();
                if (document == null) {
                    throw new IllegalStateException("the built-in file " + path + " cannot be read");
                }
                documents.put(document instanceof ModelFile file ? file.id() : path, document);
            }
        });
        return new ParsedFiles(contents, documents);
    }
}
