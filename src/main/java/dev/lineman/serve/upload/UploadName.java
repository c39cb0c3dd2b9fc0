package dev.lineman.serve.upload;

import dev.lineman.access.KnownPhones;
import dev.lineman.access.MacFinder;
import dev.lineman.access.RequestedMac;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an upload. Phones choose these names: Poly and Yealink write the MAC and a fixed ending, Cisco any name that
 * its report rule says. The folder does not matter, because Poly phones have a setting for it. Immutable.
 *
 * @param mac the phone, in 12 lower-case digits
 * @param file the name below the folder of the phone, in lower case
 * @param kind what the file is
 */
public record UploadName(String mac, String file, UploadKind kind) {
    /** What follows the MAC (UC Software Administrator Guide of Poly; administrator guide of Yealink). */
    private static final Map<String, UploadKind> ENDINGS = Map.of(
            "-app.log", UploadKind.LOG,
            "-boot.log", UploadKind.LOG,
            "-phone.cfg", UploadKind.OVERRIDES,
            "-web.cfg", UploadKind.OVERRIDES,
            "-local.cfg", UploadKind.OVERRIDES,
            "-directory.xml", UploadKind.CONTACTS,
            "-contact.xml", UploadKind.CONTACTS,
            "-calls.xml", UploadKind.CALLS,
            "-calllog.xml", UploadKind.CALLS);

    private static final int MAC_DIGITS = 12;

    /** Cisco's Report_Rule can name any file; the documented examples end with .xml. */
    private static final String REPORT_ENDING = ".xml";

    /** A name that is valid on every file system and hides nothing. */
    private static final Pattern SAFE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

    /**
     * Finds the phone and the kind in the path of a request. Returns null if phones upload no file with this name.
     *
     * @param path decoded, with {@code /}
     */
    public static @Nullable UploadName parse(String path, KnownPhones phones) {
        String file = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (!SAFE.matcher(file).matches()) {
            return null;
        }
        UploadKind kind = kindOf(file);
        if (kind != null) {
            return new UploadName(file.substring(0, MAC_DIGITS), file, kind);
        }
        String mac = file.endsWith(REPORT_ENDING) ? RequestedMac.find(file, 0, phones) : null;
        return mac == null ? null : new UploadName(mac, file, UploadKind.REPORT);
    }

    /** The kind of a file with the MAC at the start of its name and a known ending; null for another name. */
    private static @Nullable UploadKind kindOf(String file) {
        boolean begins = file.length() > MAC_DIGITS && MacFinder.isMac(file.substring(0, MAC_DIGITS));
        return begins ? ENDINGS.get(file.substring(MAC_DIGITS)) : null;
    }

    /** The kind of a stored file. */
    static UploadKind storedKind(String file) {
        UploadKind kind = kindOf(file);
        return kind == null ? UploadKind.REPORT : kind;
    }
}
