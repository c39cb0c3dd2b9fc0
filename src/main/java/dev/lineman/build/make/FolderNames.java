package dev.lineman.build.make;

import java.util.List;

/** What the folders of a root are called: those of inputs below the root, those of outputs below {@code out/}. */
public final class FolderNames {
    /** Where extensions are. */
    public static final String EXTENSIONS = "extensions.d";

    /** Where templates are, and what they share. */
    public static final String TEMPLATES = "templates";

    /** Where the files are that are published as they are, with the slash at its end. */
    public static final String STATIC = TEMPLATES + "/static/";

    /** The folders of each kind of input. Symbolic links lead from none of them into another. */
    public static final List<String> KINDS =
            List.of(EXTENSIONS, TEMPLATES + "/phones", TEMPLATES + "/site", TEMPLATES + "/lib", TEMPLATES + "/static");

    /** Where the files are that phones fetch, with the slash at its end. */
    public static final String PROVISIONING = "provisioning/";

    /** Where the files are that site templates make for other programs, with the slash at its end. */
    public static final String SITES = "site/";

    private FolderNames() {}
}
