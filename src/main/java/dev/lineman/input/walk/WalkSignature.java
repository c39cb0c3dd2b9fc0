package dev.lineman.input.walk;

import dev.lineman.fs.Digest;
import dev.lineman.input.OpenFolder;
import dev.lineman.input.PathStatus;
import dev.lineman.input.WalkListener;
import dev.lineman.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Computes one number from all findings of a walk, in any order. A different number means that an input has changed.
 * Needs no memory for the findings. Not thread-safe.
 */
public final class WalkSignature implements WalkListener {
    /** Sum of one hash for each finding, so that the order does not matter. */
    private long sum;

    /** The number for all findings so far. */
    public long value() {
        return sum;
    }

    /** Adds the hash of one finding. */
    private void add(Object... parts) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            text.append(part).append('\n');
        }
        sum += Digest.of(text.toString().getBytes(StandardCharsets.UTF_8)).high();
    }

    @Override
    public void file(OpenFolder in, Path name, String path, PathStatus status) {
        add(path, status.stamp());
    }

    @Override
    public void link(String path, Path folder) {
        add(path, folder);
    }

    @Override
    public void missing(String path) {
        add(path);
    }

    @Override
    public void unread(String path, Problem why) {
        add(path, why);
    }

    @Override
    public void blocked(String path, Problem why) {
        add(path, why);
    }
}
