package dev.lineman.source;

import dev.lineman.disk.Digest;
import dev.lineman.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Makes one number of all that a walk comes upon, whatever the order. It needs no memory for it. For one thread. */
final class InputSignature implements Findings {
    private long sum;

    long value() {
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
    public void file(Folder in, Path name, String path, Status status) {
        add(path, status.signature());
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
