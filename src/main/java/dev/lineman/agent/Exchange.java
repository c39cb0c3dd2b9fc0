package dev.lineman.agent;

import dev.lineman.bulk.CsvExport;
import dev.lineman.bulk.CsvImport;
import dev.lineman.bulk.Delivery;
import dev.lineman.cycle.InputReader;
import dev.lineman.cycle.MountMemory;
import dev.lineman.disk.Contents;
import dev.lineman.disk.Disk;
import dev.lineman.inventory.Inventory;
import dev.lineman.make.Folders;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.report.Count;
import dev.lineman.source.Inputs;
import dev.lineman.source.Mounts;
import dev.lineman.source.Reader;
import dev.lineman.source.Scan;
import dev.lineman.source.ScanWork;
import dev.lineman.source.Snapshot;
import dev.lineman.source.Source;
import dev.lineman.watch.Hint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Commands that take extensions from a CSV file into a root, and out of it. */
public final class Exchange {
    private static final long MAX_BYTES = 32L << 20;

    private Exchange() {}

    /**
     * What is to be imported.
     *
     * @param csv the file
     * @param folder below the root, for extensions that have no file of their own
     * @param overwrite whether files that are there may be replaced
     * @param dryRun whether nothing is to be written
     */
    public record Order(Path csv, String folder, boolean overwrite, boolean dryRun) {}

    /**
     * What came of an export.
     *
     * @param csv null when some extensions cannot be read, and would be missing
     */
    public record Exported(List<Problem> problems, @Nullable String csv) {
        public Exported {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Writes the extensions of a CSV file below the root: all of them, or none when there is an error.
     *
     * @throws CannotStart when the file cannot be read, or nothing can be written
     */
    public static CommandResult bring(Settings settings, World world, Order order) throws CannotStart {
        byte[] csv = content(order.csv());
        Workplace.requireRoot(settings);
        Scan scan = Files.isDirectory(settings.root().resolve(Folders.EXTENSIONS))
                ? scan(settings, world)
                : new Scan(Snapshot.empty(), List.of(), List.of(), new ScanWork(0, 0, 0, 0));
        Mounts mounts = scan.snapshot().mounts();
        CsvImport.Result result = CsvImport.read(
                order.csv().toString(),
                csv,
                order.folder(),
                Inventory.empty().with(scan.changes()),
                path -> mounts.holds(path)
                        ? path + " would be hidden when the file system is mounted again; mount it first"
                        : obstacle(settings, path, order.overwrite()));
        List<Problem> problems = new ArrayList<>(result.problems());
        Set<String> replaced =
                result.files().stream().map(CsvImport.NewFile::path).collect(Collectors.toSet());
        unreadable(scan.snapshot()).stream()
                .filter(path -> !replaced.contains(path))
                .forEach(path -> problems.add(Problem.warning(
                        Position.of(path),
                        "this cannot be read, so that nobody can say whether its extensions are in the CSV file too")));
        if (result.files().isEmpty()) {
            return new CommandResult(problems, List.of("nothing was written"));
        }
        List<String> told = new ArrayList<>();
        if (order.dryRun()) {
            for (CsvImport.NewFile file : result.files()) {
                told.add((exists(settings.root().resolve(file.path())) ? "would replace " : "would write ")
                        + file.path());
            }
        } else {
            deliver(settings, result.files());
        }
        told.add(Count.of(result.extensions(), "extension") + " in "
                + Count.of(result.files().size(), "file") + (order.dryRun() ? ", nothing was written" : " written"));
        return new CommandResult(problems, told);
    }

    /**
     * Makes a CSV file of what stands in the files of extensions.
     *
     * @param safe whether no cell may be a formula for a spreadsheet
     */
    public static Exported take(Settings settings, World world, boolean safe) throws CannotStart {
        Scan scan = scan(settings, world);
        Inventory inventory = Inventory.empty().with(scan.changes());
        List<Problem> problems = new ArrayList<>(scan.snapshot().problems());
        problems.addAll(inventory.conflicts());
        problems.sort(null);
        boolean whole = unreadable(scan.snapshot()).isEmpty();
        return new Exported(problems, whole ? CsvExport.write(inventory.below(Folders.EXTENSIONS), safe) : null);
    }

    /**
     * Puts an export into a file, which only its owner and group can read.
     *
     * @throws CannotStart when it cannot be written
     */
    public static void save(Settings settings, Path file, String csv) throws CannotStart {
        try {
            new Disk(settings.fileMode())
                    .replace(file.toAbsolutePath(), writable -> writable.write(StandardCharsets.UTF_8.encode(csv), 0));
        } catch (IOException e) {
            throw new CannotStart(file + " cannot be written: " + Disk.reason(e), e);
        }
    }

    private static byte[] content(Path csv) throws CannotStart {
        try {
            if (Files.size(csv) > MAX_BYTES) {
                throw new CannotStart(csv + " is larger than 32 MiB; split it");
            }
            return Contents.of(csv);
        } catch (IOException e) {
            throw new CannotStart(csv + " cannot be read: " + Disk.reason(e), e);
        }
    }

    private static Scan scan(Settings settings, World world) throws CannotStart {
        Workplace.requireRoot(settings);
        Inputs inputs = new Inputs(
                settings.root(),
                List.of(Folders.EXTENSIONS),
                List.of(),
                settings.links()
                        .and(List.of(
                                settings.out(),
                                settings.secrets(),
                                settings.root().resolve(Folders.TEMPLATES))));
        Reader reader = new InputReader(settings.secrets().toString(), () -> false);
        return new Source(inputs, reader, world.clock())
                .scan(Snapshot.empty().with(new MountMemory(settings.out()).read()), List.of(new Hint.Everything()));
    }

    /** Files and folders whose extensions nobody knows. */
    private static Set<String> unreadable(Snapshot snapshot) {
        return snapshot.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .map(problem -> problem.at().file())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static void deliver(Settings settings, List<CsvImport.NewFile> files) throws CannotStart {
        try {
            Delivery.deliver(new Disk(settings.fileMode()), settings.root(), files);
        } catch (IOException e) {
            throw new CannotStart("the files could not be written: " + Disk.reason(e), e);
        }
    }

    static @Nullable String obstacle(Settings settings, String path, boolean overwrite) {
        Path target;
        try {
            target = settings.root().resolve(path);
        } catch (InvalidPathException e) {
            return "no file can have this name in the present locale: run with LANG=C.UTF-8";
        }
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            return path + " is a folder";
        }
        if (exists(target) && !overwrite) {
            return path + " is already there; replace it with --overwrite, or choose another folder with --into";
        }
        String misplaced = settings.inputs().refusal(Folders.EXTENSIONS);
        if (misplaced != null) {
            return Folders.EXTENSIONS + ": " + misplaced;
        }
        Path folder = target.resolveSibling("");
        while (!exists(folder)) {
            folder = folder.resolveSibling("");
        }
        if (!Files.isDirectory(folder)) {
            return settings.root().relativize(folder) + " is no folder";
        }
        try {
            Path real = folder.toRealPath();
            Path extensions = settings.root().resolve(Folders.EXTENSIONS);
            boolean inside = exists(extensions)
                    ? real.startsWith(extensions.toRealPath())
                    : real.equals(settings.root().toRealPath());
            return inside ? null : settings.root().relativize(folder) + " leads out of " + Folders.EXTENSIONS;
        } catch (IOException e) {
            return settings.root().relativize(folder) + " cannot be looked at: " + Disk.reason(e);
        }
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
