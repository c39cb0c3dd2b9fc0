package dev.lineman.cycle;

import dev.lineman.disk.Disk;
import dev.lineman.plan.Held;
import dev.lineman.plan.Removals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a person tells the agent, running or not, that removals which it holds are meant: it writes down what it holds,
 * {@code confirm} writes down what is meant, each in a file below {@code out/.lineman}. What was confirmed counts for
 * the removals that were held then, and once.
 */
public final class Confirmation {
    private static final Logger LOG = LoggerFactory.getLogger(Confirmation.class);

    private static final int LONGEST = 100;

    private final Disk disk;
    private final Path held;
    private final Path confirmed;
    private final String given;
    private @Nullable Held noted;
    private boolean fresh = true;

    /**
     * @param out the folder with the outputs
     * @param given what was confirmed with the command itself; empty when nothing was
     */
    public Confirmation(Disk disk, Path out, String given) {
        this.disk = disk;
        Path state = out.resolve(".lineman");
        this.held = state.resolve("held");
        this.confirmed = state.resolve("confirmed");
        this.given = given;
    }

    /** Whether the removals of this digest are meant. */
    public boolean of(String digest) {
        return digest.equals(given) || digest.equals(read(confirmed));
    }

    /** Whether somebody has confirmed something that was not looked at yet. */
    boolean waits() {
        return noted != null && Files.exists(confirmed, LinkOption.NOFOLLOW_LINKS);
    }

    /** Writes down what is held after a cycle, and lets go of what was confirmed and is not held any more. */
    void note(Removals removals) {
        boolean settled = removals.held() != null || removals.next() == null;
        if (settled && Files.exists(confirmed, LinkOption.NOFOLLOW_LINKS)) {
            disk.discard(confirmed);
        }
        Held now = removals.held();
        if (!fresh && (now == null ? noted == null : now.equals(noted))) {
            return;
        }
        fresh = false;
        noted = now;
        try {
            if (now != null) {
                write(held, now.digest());
            } else if (Files.exists(held, LinkOption.NOFOLLOW_LINKS)) {
                disk.delete(held);
            }
        } catch (IOException e) {
            LOG.warn("what is held cannot be written down, so that it cannot be confirmed: {}", Disk.reason(e));
        }
    }

    /**
     * Confirms what is held.
     *
     * @return whether that is what is held
     * @throws IOException when it cannot be written down
     */
    public boolean confirm(String digest) throws IOException {
        if (!digest.equals(read(held))) {
            return false;
        }
        write(confirmed, digest);
        return true;
    }

    private void write(Path file, String text) throws IOException {
        disk.replace(file, opened -> opened.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0));
    }

    /** Empty when there is no such file, or anything else than a digest in it. */
    private static String read(Path file) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= LONGEST
                    ? Files.readString(file, StandardCharsets.UTF_8).strip()
                    : "";
        } catch (IOException e) {
            return "";
        }
    }
}
