package dev.lineman.make;

/** What the folders of a root are called: those of inputs below the root, those of outputs below {@code out/}. */
public final class Folders {
    /** Where extensions are. */
    public static final String EXTENSIONS = "extensions.d";

    /** Where templates are, and what they share. */
    public static final String TEMPLATES = "templates";

    /** Where the files are that are published as they are, with the slash at its end. */
    public static final String STATIC = TEMPLATES + "/static/";

    /** Where the files are that phones fetch, with the slash at its end. */
    public static final String PROVISIONING = "provisioning/";

    /** Where the files are that site templates make for other programs, with the slash at its end. */
    public static final String SITES = "site/";

    private Folders() {}
}
