package dev.lineman.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds where the input folders really lie, which may be symbolic links. For one thread, and one round of looking. */
final class Places {
    private final Bounds bounds;
    private final Meter meter;
    private final Findings findings;
    private final Map<String, Place> known = new HashMap<>();

    /**
     * Where an input folder lies.
     *
     * @param folder its path
     * @param real its real path; null when it cannot be looked at, which was told
     * @param closed whether there is something in it that is no input of its kind
     */
    record Place(String folder, @Nullable Path real, boolean closed) {
        Path home() {
            return Objects.requireNonNull(real);
        }
    }

    /**
     * How a walk came where it is.
     *
     * @param through the real folders of the links that it followed
     */
    record Trail(Place place, List<Path> through) {
        Trail via(Path folder) {
            List<Path> all = new ArrayList<>(through);
            all.add(folder);
            return new Trail(place, all);
        }
    }

    Places(Bounds bounds, Meter meter, Findings findings) {
        this.bounds = bounds;
        this.meter = meter;
        this.findings = findings;
    }

    /** Where an input folder lies, or a folder of the root that holds some. */
    Place of(String folder) throws IOException {
        Place place = known.get(folder);
        if (place == null) {
            Path real = real(folder);
            place = new Place(folder, real, real != null && bounds.holdsClosed(real));
            known.put(folder, place);
        }
        return place;
    }

    /** The real path of an input folder; null when it cannot be looked at, which is then told. */
    private @Nullable Path real(String folder) throws IOException {
        int slash = folder.lastIndexOf('/');
        Path above = slash < 0 ? bounds.root() : of(folder.substring(0, slash)).real();
        if (above == null) {
            return null;
        }
        Path real = above.resolve(folder.substring(slash + 1));
        Status status = meter.look(real);
        if (status == null) {
            if (slash < 0) {
                findings.blocked(folder, Obstacle.missing(folder));
            } else {
                findings.missing(folder);
            }
            return null;
        }
        if (status.kind() == Status.Kind.LINK) {
            Path target = target(real, folder);
            String misplaced = target == null ? null : bounds.misplaced(folder, target);
            if (misplaced != null) {
                findings.blocked(folder, misplaced);
            }
            if (target == null || misplaced != null) {
                return null;
            }
            real = target;
            status = meter.look(real);
        }
        if (status == null || status.kind() != Status.Kind.FOLDER) {
            findings.blocked(folder, Obstacle.NO_FOLDER);
            return null;
        }
        return real;
    }

    /** The real path of what a link leads to; null when it cannot be looked at, which is then told. */
    @Nullable
    Path target(Path link, String path) throws IOException {
        try {
            return link.toRealPath();
        } catch (NoSuchFileException e) {
            findings.blocked(path, Obstacle.LEADS_NOWHERE);
        } catch (AccessDeniedException e) {
            findings.blocked(
                    path, Obstacle.leadsToNoEntry(Files.readSymbolicLink(link).toString()));
        } catch (IOException e) {
            findings.blocked(path, Obstacle.unreadable(e));
        }
        return null;
    }
}
