package dev.lineman.build.make;

import dev.lineman.fs.Digest;
import dev.lineman.fs.record.RecordWriter;
import dev.lineman.render.content.ReadNames;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragment;
import dev.lineman.template.FragmentLookup;
import org.jspecify.annotations.Nullable;

/**
 * What an output was made from, as a digest: the content, and all that it looked up, misses included. Equal
 * fingerprints make equal files, so that nothing is rendered twice, over restarts too.
 */
final class Fingerprint {
    /** Raised when the same inputs are to make other bytes than before. */
    private static final int DIALECT = 2;

    private Fingerprint() {}

    /** @param folder that the output lies in, below {@code out/} */
    static Digest of(String folder, DeviceConfig config, ReadNames reads, NamedValues names, FragmentLookup fragments) {
        // Put together first: a digest that is fed in pieces costs several times as much.
        RecordWriter all = new RecordWriter();
        all.putInt(DIALECT);
        add(all, folder);
        add(all, config.filename().digest().toString());
        add(all, config.content().digest().toString());
        add(all, config.src() == null ? null : config.src().path());
        add(all, String.valueOf(config.escape()));
        add(all, config.syntax().name());
        for (String path : reads.fragments()) {
            Fragment fragment = fragments.fragment(path);
            add(all, path);
            add(all, fragment == null ? null : fragment.content().digest().toString());
        }
        for (String name : reads.names()) {
            add(all, name);
            add(all, names.valueOf(name));
        }
        return Digest.of(all.payload());
    }

    private static void add(RecordWriter all, @Nullable String text) {
        if (text == null) {
            all.putInt(-1);
        } else {
            all.putText(text);
        }
    }
}
