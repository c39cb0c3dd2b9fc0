package dev.lineman.make;

import dev.lineman.disk.Digest;
import dev.lineman.source.StaticFile;

/** Where the bytes of outputs go while a cycle makes them. */
public interface Bodies {
    /** Keeps these bytes, which hash to the digest. */
    void put(Digest digest, byte[] bytes);

    /** Keeps the bytes of a static file, if they can be had. */
    Kept put(StaticFile file);
}
