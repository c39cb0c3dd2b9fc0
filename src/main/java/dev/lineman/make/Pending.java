package dev.lineman.make;

import dev.lineman.disk.Digest;
import dev.lineman.source.StaticFile;
import java.util.HashMap;
import java.util.Map;

/** What was rendered and waits for the one thread that publishes. For one thread. */
final class Pending implements Bodies {
    private Map<Digest, byte[]> bodies = new HashMap<>();

    /** All that waits, which no longer does here. */
    Map<Digest, byte[]> taken() {
        Map<Digest, byte[]> taken = bodies;
        bodies = new HashMap<>();
        return taken;
    }

    @Override
    public void put(Digest digest, byte[] content) {
        bodies.put(digest, content);
    }

    @Override
    public Kept put(StaticFile file) {
        throw new IllegalStateException("static files are not rendered");
    }
}
