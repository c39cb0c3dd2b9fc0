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
 * Computes a digest of everything that an output was made from: the content, and each name and fragment that the
 * rendering looked up, also those without a value. Equal fingerprints give equal files. So an output with the same
 * fingerprint as before is not rendered again, even after a restart.
 */
final class Fingerprint {
    /** Raise it when a new version of Lineman makes other bytes from the same inputs. */
    private static final int VERSION = 2;

    private Fingerprint() {}

    /**
     * Computes a fingerprint.
     *
     * @param folder the output's folder below {@code out/}
     * @param config the content and its settings
     * @param reads the names and fragments that the rendering looked up
     * @param names supplies the current values of these names
     * @param fragments supplies the current content of these fragments
     */
    static Digest of(String folder, DeviceConfig config, ReadNames reads, NamedValues names, FragmentLookup fragments) {
        // One call with all bytes is several times faster than one call per piece.
        RecordWriter all = new RecordWriter();
        all.putInt(VERSION);
        add(all, folder);
        add(all, config.filename().digest().toString());
        add(all, config.content().digest().toString());
        add(all, config.src() == null ? null : config.src().path());
        add(all, String.valueOf(config.escape()));
        add(all, config.syntax().name());
        add(all, String.valueOf(config.crlf()));
        add(all, String.valueOf(config.parameterFormat()));
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

    /** Appends a text, or a mark that differs from all texts for null. */
    private static void add(RecordWriter all, @Nullable String text) {
        if (text == null) {
            all.putInt(-1);
        } else {
            all.putText(text);
        }
    }
}
