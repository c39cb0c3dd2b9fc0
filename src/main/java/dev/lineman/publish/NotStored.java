package dev.lineman.publish;

import dev.lineman.disk.Disk;
import java.io.IOException;

/** One large content could not be stored, most likely since the disk has no room for it. All else goes on. */
public final class NotStored extends IOException {
    private static final long serialVersionUID = 1;

    NotStored(IOException reason) {
        super(Disk.reason(reason), reason);
    }
}
