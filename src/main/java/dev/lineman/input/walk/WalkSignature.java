package dev.lineman.input.walk;

import dev.lineman.fs.Digest;
import dev.lineman.input.OpenFolder;
import dev.lineman.input.PathStatus;
import dev.lineman.input.WalkListener;
import dev.lineman.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Makes one number of all that a walk comes upon, whatever the order. It needs no memory for it. For one thread. */
public final class WalkSignature implements WalkListener {
    private long sum;

    public long value() {
        return sum;
    }

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
