package dev.lineman.build.make;

import dev.lineman.resolve.variable.StaticFiles;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.TemplateKind;
import java.util.Collection;
import java.util.List;

/**
 * The names of the folders with inputs (below the root) and with outputs (below {@code out/}). Names that end with a
 * slash are prefixes of paths.
 */
public final class FolderNames {
    /** The folder with extension files. */
    public static final String EXTENSIONS = "extensions.d";

    /** The folder with templates, shared fragments and static files. */
    public static final String TEMPLATES = "templates";

    /** The prefix of static files, which are published unchanged. */
    public static final String STATIC = StaticFiles.FOLDER;

    /** The folder with files of models. */
    public static final String MODELS = TEMPLATES + "/models";

    /** The folder of each kind of input. A symbolic link must not lead from one of them into another. */
    public static final List<String> KINDS = List.of(
            EXTENSIONS, TEMPLATES + "/phones", TEMPLATES + "/site", TEMPLATES + "/lib", TEMPLATES + "/static", MODELS);

    /** The prefix of files that phones fetch. */
    public static final String PROVISIONING = "provisioning/";

    /** The prefix of site outputs for other programs, which are not served. */
    public static final String SITES = "site/";

    private FolderNames() {}

    /**
     * Returns the site of a file that phones fetch; empty for the unnamed one.
     *
     * @param path below {@link #PROVISIONING}
     * @param sites the names of all sites
     */
    public static String site(String path, Collection<String> sites) {
        int slash = path.indexOf('/', PROVISIONING.length());
        String folder = slash < 0 ? "" : path.substring(PROVISIONING.length(), slash);
        return sites.contains(folder) ? folder : "";
    }

    /** Returns the folder of the output of a config, below {@code out/}: by its kind and its site. */
    static String of(DeviceConfig config, String site) {
        String folder = config.kind() == TemplateKind.PHONE || config.serve() ? PROVISIONING : SITES;
        return site.isEmpty() ? folder : folder + site + '/';
    }
}
