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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The templates, fragments and models that are part of the program. They lie below the files of the root: a file of the
 * root replaces the built-in file with the same path.
 *
 * <p>A cycle adds them to what a scan found, see {@link #beneath}; later stages do not tell them from files of the root,
 * except by {@link TemplateLayer}. A start reads the names of all of them, and what its phones use. Thread-safe.
 */
public final class BuiltInTemplates {
    /** No template is built in. */
    public static final BuiltInTemplates NONE = new BuiltInTemplates("", Collections::emptySortedMap);

    /** The name of a version that is not known, because the program does not run from its jar. */
    private static final String DEVELOPMENT = "development";

    private static final TemplateReader READER = new TemplateReader(TemplateLayer.BUILT_IN);

    private final String version;
    private final Supplier<SortedMap<String, byte[]>> source;
    private volatile @Nullable FileIndex index;
    /** The files that a catalog needed so far, by path. */
    private final Map<String, Document> documents = new ConcurrentHashMap<>();

    /**
     * The files, which were not parsed.
     *
     * @param contents the bytes of each, by its path below the root of a fleet
     * @param paths the paths of those that become documents, by the name of the document in a catalog
     */
    private record FileIndex(SortedMap<String, byte[]> contents, SortedMap<String, String> paths) {}

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
        return Collections.unmodifiableSortedMap(index().contents());
    }

    /** A catalog of the built-in files alone, as for a root without any template. */
    public Catalog catalog() {
        Catalog catalog = Catalog.EMPTY;
        for (Map.Entry<String, String> file : index().paths().entrySet()) {
            catalog = catalog.with(file.getKey(), document(file.getValue()));
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
        SortedMap<String, String> paths = index().paths();
        if (paths.isEmpty()) {
            return changes;
        }
        if (documents.isEmpty()) {
            // Parsing the models takes a good part of a start, so all processors do it.
            paths.entrySet().parallelStream().forEach(file -> effective(file.getKey(), file.getValue(), now));
        }
        List<FileChange> all = new ArrayList<>();
        changes.stream().filter(change -> !paths.containsKey(change.path())).forEach(all::add);
        paths.forEach((name, path) -> {
            Document before = last.document(name);
            Document after = effective(name, path, now);
            if (!Objects.equals(before, after)) {
                all.add(new FileChange(name, before, after));
            }
        });
        return all;
    }

    /** The document that applies. A built-in file is read only if the root does not replace it. */
    private @Nullable Document effective(String name, String path, Snapshot now) {
        return now.entry(name) != null ? now.document(name) : now.isUnknown(name) ? null : document(path);
    }

    private Document document(String path) {
        byte[] content = Objects.requireNonNull(contents().get(path), path);
        return documents.computeIfAbsent(path, any -> READER.readLater(path, content));
    }

    private FileIndex index() {
        FileIndex made = index;
        if (made == null) {
            synchronized (this) {
                made = index;
                if (made == null) {
                    made = read();
                    index = made;
                }
            }
        }
        return made;
    }

    private FileIndex read() {
        SortedMap<String, byte[]> contents = source.get();
        SortedMap<String, String> paths = new TreeMap<>();
        for (String path : contents.keySet()) {
            if (READER.interest(path) == Interest.READ) {
                boolean models = path.startsWith(ModelFile.FOLDER);
                paths.put(models ? ModelFile.id(path, TemplateLayer.BUILT_IN) : path, path);
            }
        }
        return new FileIndex(contents, paths);
    }
}
