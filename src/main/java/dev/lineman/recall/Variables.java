package dev.lineman.recall;

import dev.lineman.disk.Digest;
import dev.lineman.disk.Packer;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;

/** Variables of the environment, which no file tells of. */
final class Variables {
    private Variables() {}

    /** A digest of what these variables hold, or that they are not set. */
    static Digest digest(Collection<String> names, Map<String, String> environment) {
        Packer packer = new Packer();
        for (String name : names) {
            String value = environment.get(name);
            packer.text(name);
            packer.flag(value != null);
            packer.text(value == null ? "" : value);
        }
        ByteBuffer packed = packer.packed();
        byte[] bytes = new byte[packed.remaining()];
        packed.get(bytes);
        return Digest.of(bytes);
    }
}
