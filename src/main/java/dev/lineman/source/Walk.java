package dev.lineman.source;

import dev.lineman.source.Places.Place;
import dev.lineman.source.Places.Trail;
import dev.lineman.source.Reader.Interest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes where the inputs are: looks at a path, walks it when it is a folder, follows symbolic links as far as they may
 * lead, and tells what it comes upon. Reads no file. For one thread, and one round of looking.
 */
final class Walk implements Closeable {
    /** Deeper than any site plan, and few enough that each folder on the way may stay open. */
    private static final int DEEPEST = 64;

    private final Inputs inputs;
    private final Reader reader;
    private final Meter meter;
    private final Findings findings;
    private final Set<String> walked = new HashSet<>();
    private final SingleFiles singles;
    private final List<Path> repositories = new ArrayList<>();
    private final @Nullable Bounds bounds;
    private final @Nullable Places places;

    /** The folder that the last path lay in, kept open: the next one mostly lies there too. */
    private @Nullable Folder near;

    private String nearPath = "";

    Walk(Inputs inputs, Reader reader, Meter meter, Findings findings) {
        this.inputs = inputs;
        this.reader = reader;
        this.meter = meter;
        this.findings = findings;
        this.singles = new SingleFiles(reader, meter, findings);
        this.bounds = Bounds.now(inputs);
        this.places = bounds == null ? null : new Places(bounds, meter, findings);
    }

    /** Looks at a path, unless it was already come upon in this round. Least work in the order of the paths. */
    void look(String path) {
        if (Inputs.topmost(path, walked::contains) != null) {
            return;
        }
        Path single = inputs.file(path);
        if (bounds == null && (single == null || single.startsWith(inputs.root()))) {
            findings.blocked(
                    single == null ? Inputs.top(path) : path,
                    Obstacle.missing(inputs.root().toString()));
        } else if (single == null) {
            descend(path);
        } else {
            singles.look(single, path);
        }
    }

    /** The folders with a {@code .git} that were come upon, by their real paths. */
    List<Path> repositories() {
        return repositories;
    }

    private Bounds bounds() {
        return Objects.requireNonNull(bounds, "the root is missing");
    }

    private Places places() {
        return Objects.requireNonNull(places, "the root is missing");
    }

    /** Goes down to a path from its input folder, as far as there are plain folders. */
    private void descend(String path) {
        String input = inputs.folder(path);
        try {
            Place place = places().of(input);
            if (place.real() == null) {
                return;
            }
            if (path.equals(input)) {
                all(place);
                return;
            }
            String parent = path.substring(0, path.lastIndexOf('/'));
            Folder folder = parent.equals(nearPath) ? near : enter(place, path);
            if (folder != null) {
                Path child = folder.path().resolve(path.substring(parent.length() + 1));
                visit(folder, child, path, new Trail(place, List.of()));
            }
        } catch (NoSuchFileException e) {
            findings.blocked(input, Obstacle.CHANGED);
        } catch (IOException e) {
            findings.blocked(input, Obstacle.unreadable(e));
        }
    }

    /** Walks an input folder, or each of those that a folder of the root holds. */
    private void all(Place place) throws IOException {
        Path home = place.home();
        Status status = meter.look(home);
        if (status == null) {
            findings.blocked(place.folder(), Obstacle.CHANGED);
        } else if (inputs.kinds().contains(place.folder())) {
            try (Folder folder = Folder.open(bounds().top(home), home)) {
                walk(folder, place.folder(), status, new Trail(place, List.of()));
            }
        } else {
            findings.opened(place.folder(), home, status.signature());
            if (Files.exists(home.resolve(Checkout.GIT))) {
                repositories.add(home);
            }
            inputs.kinds().stream()
                    .filter(kind -> Inputs.within(place.folder(), kind))
                    .forEach(this::look);
        }
    }

    /**
     * Opens the folder that a path lies in, and keeps it for the next path. When something on the way is no plain folder,
     * that is looked at instead, and null returned.
     */
    private @Nullable Folder enter(Place place, String path) throws IOException {
        close();
        Folder folder = Folder.open(bounds().top(place.home()), place.home());
        int from = place.folder().length() + 1;
        for (int slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
            Path child = folder.path().resolve(path.substring(from, slash));
            try (Folder above = folder) {
                Folder next = plain(place, above, child);
                if (next == null) {
                    String instead = path.substring(0, slash);
                    walked.add(instead);
                    visit(above, child, instead, new Trail(place, List.of()));
                    return null;
                }
                folder = next;
            }
            from = slash + 1;
        }
        near = folder;
        nearPath = path.substring(0, from - 1);
        Status status = meter.look(folder.path());
        if (status != null) {
            findings.opened(nearPath, folder.path(), status.signature());
        }
        return folder;
    }

    private @Nullable Folder plain(Place place, Folder in, Path child) {
        try {
            Status status = meter.look(child);
            boolean plain = status != null && status.kind() == Status.Kind.FOLDER;
            return plain && !bounds().isOtherInput(place, child) ? in.folder(child.getFileName()) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private void visit(Folder in, Path child, String path, Trail trail) {
        try {
            Status status = meter.look(child);
            if (status == null) {
                findings.missing(path);
            } else if (status.kind() == Status.Kind.LINK) {
                follow(in, child, path, trail);
            } else {
                findings.noLink(path);
                Path name = child.getFileName();
                if (status.kind() == Status.Kind.FOLDER) {
                    try (Folder folder = in.folder(name)) {
                        walk(folder, path, status, trail);
                    }
                } else if (passesOver(path)) {
                    return;
                } else if (status.kind() != Status.Kind.FILE) {
                    findings.blocked(path, Obstacle.NEITHER);
                } else if (trail.place().closed() && bounds().closes(child) && inputs.file(path) == null) {
                    findings.blocked(path, Obstacle.CLOSED);
                } else {
                    findings.file(in, name, path, status);
                }
            }
        } catch (NoSuchFileException e) {
            findings.missing(path);
        } catch (IOException e) {
            findings.blocked(path, Obstacle.unreadable(e));
        }
    }

    /** Whether a file is no input; one that people may take for an input is told. */
    private boolean passesOver(String path) {
        Interest interest = reader.wants(path);
        if (interest == Interest.UNREAD) {
            findings.unread(path, reader.unread(path));
        } else if (interest == Interest.IGNORE) {
            findings.missing(path);
        }
        return interest == Interest.UNREAD || interest == Interest.IGNORE;
    }

    /** Follows a symbolic link as far as it leads, and goes on there as if what it leads to lay here. */
    private void follow(Folder in, Path link, String path, Trail trail) throws IOException {
        Path real = places().target(link, path);
        Path home = trail.place().home();
        String astray = real == null ? null : bounds().astray(trail.place().folder(), home, real);
        Status status = real == null || astray != null ? null : meter.look(real);
        Path folder = in.path();
        if (real != null && status != null) {
            folder = status.kind() == Status.Kind.FOLDER ? real : real.resolveSibling("");
        }
        findings.link(path, folder);
        if (real == null) {
            return;
        }
        Trail further = trail.via(in.path());
        if (astray != null) {
            findings.blocked(path, astray);
        } else if (status == null) {
            findings.blocked(path, Obstacle.CHANGED);
        } else if (status.kind() == Status.Kind.FOLDER) {
            if (further.through().stream().anyMatch(above -> above.startsWith(real))) {
                findings.blocked(path, Obstacle.LEADS_BACK);
            } else {
                try (Folder target = Folder.open(bounds().top(home), real)) {
                    walk(target, path, status, further);
                }
            }
        } else if (passesOver(path)) {
            return;
        } else if (status.kind() == Status.Kind.FILE) {
            try (Folder target = Folder.open(bounds().top(home), folder)) {
                findings.file(target, real.getFileName(), path, status);
            }
        } else {
            findings.blocked(path, Obstacle.LEADS_TO_NEITHER);
        }
    }

    private void walk(Folder folder, String path, Status before, Trail trail) throws IOException {
        int depth = folder.path().getNameCount() - trail.place().home().getNameCount();
        if (depth > DEEPEST || trail.through().size() > DEEPEST) {
            findings.blocked(path, Obstacle.tooDeep(DEEPEST));
            return;
        }
        if (bounds().isOtherInput(trail.place(), folder.path())) {
            findings.blocked(path, Obstacle.otherInput(trail.place().folder()));
            return;
        }
        walked.add(path);
        findings.opened(path, folder.path(), before.signature());
        meter.listings++;
        String at = folder.path().toString();
        int start = at.endsWith("/") ? at.length() : at.length() + 1;
        List<Path> children = folder.list();
        if (children.removeIf(child -> child.endsWith(Checkout.GIT))) {
            repositories.add(folder.path());
        }
        children.removeIf(child -> Inputs.ignored(child.toString().substring(start)));
        Set<String> names = new HashSet<>(children.size() * 2);
        for (Path child : children) {
            String name = child.toString().substring(start);
            names.add(name);
            String below = path + '/' + name;
            if (name.indexOf(Inputs.UNDECODABLE) >= 0) {
                findings.blocked(below, Obstacle.UNDECODABLE);
            } else {
                visit(folder, child, below, trail);
            }
        }
        findings.listed(path, names);
    }

    @Override
    public void close() throws IOException {
        nearPath = "";
        if (near != null) {
            near.close();
            near = null;
        }
    }
}
