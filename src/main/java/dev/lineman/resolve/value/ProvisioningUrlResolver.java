package dev.lineman.resolve.value;

import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.secret.UrlSecrets;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.url.ProvisioningLink;
import dev.lineman.resolve.url.ProvisioningUrl;
import dev.lineman.resolve.url.ServingPath;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the URL that a phone is told to ask: its {@code provisioning_url} with token and site, and the problems of it.
 *
 * <p>Each phone and each site that is resolved has its own. Not thread-safe.
 */
public final class ProvisioningUrlResolver {
    private final ReferenceResolver referenceResolver;
    private final Inventory inventory;
    private final ServingPath servingPath;

    /**
     * Creates a resolver.
     *
     * @param referenceResolver receives dependencies and problems
     * @param inventory knows the names of the sites
     */
    public ProvisioningUrlResolver(ReferenceResolver referenceResolver, Inventory inventory, ServingPath servingPath) {
        this.referenceResolver = referenceResolver;
        this.inventory = inventory;
        this.servingPath = servingPath;
    }

    /** Returns a resolver that records its dependencies and problems elsewhere. */
    public ProvisioningUrlResolver with(ReferenceResolver other) {
        return new ProvisioningUrlResolver(other, inventory, servingPath);
    }

    /**
     * The URL of a phone.
     *
     * @param text the whole URL
     * @param written the value of an extension file that it comes from
     * @param site the site of the phone
     * @param token the token in it; empty if there is none
     * @param shared the whole URL of the folder with files of all sites: that without the folder of the site
     */
    public record PhoneUrl(String text, LayerStack.LayerValue written, String site, String token, String shared) {

        /**
         * The URL of a file below it. The file name may have macros of the phone, such as {@code $MA.xml}, so it stays as
         * it is.
         *
         * @param file empty for the folder
         */
        public String withFile(String file) {
            int end = text.length() - ProvisioningUrl.query(text).length();
            String folder = text.substring(0, end);
            return file.isEmpty() || text.isEmpty()
                    ? text
                    : folder + (folder.endsWith("/") ? "" : "/") + file + text.substring(end);
        }

        /** Whether a part of the text contains a secret. The host and the port of a URL with a token are none. */
        public boolean isSecret(String part) {
            return written.value() instanceof FieldValues.ValueReference
                    || (!token.isEmpty() && part.contains(token))
                    || UrlSecrets.findInProvisioningUrl(text, site).stream().anyMatch(part::contains);
        }
    }

    /**
     * Returns the URL of a phone, and reports what is wrong with it; null if no layer gives one.
     *
     * @param layers the layers of the phone
     * @param withToken whether the phone's token is appended: a file of several phones may have none
     */
    public @Nullable PhoneUrl resolve(LayerStack layers, String site, boolean withToken) {
        return resolve(layers, site, withToken, true);
    }

    /**
     * Returns the URL of a phone for a file of its site; null if no layer gives one. The phone reports its problems.
     *
     * @param withToken whether the phone's token is appended
     */
    public @Nullable PhoneUrl resolveForSite(LayerStack layers, String site, boolean withToken) {
        return resolve(layers, site, withToken, false);
    }

    private @Nullable PhoneUrl resolve(LayerStack layers, String site, boolean withToken, boolean reports) {
        LayerStack.LayerValue written = ProvisioningUrl.find(layers);
        if (written == null) {
            return null;
        }
        String text = referenceResolver.follow(written, false).text();
        if (ProvisioningUrl.isExact(layers) || text.isEmpty() || referenceResolver.isAssumed(text)) {
            return new PhoneUrl(text, written, site, "", text);
        }
        if (!ProvisioningLink.isUrl(text)) {
            if (reports) {
                referenceResolver.report(notUrl(written.position()));
            }
            return new PhoneUrl(text, written, site, "", text);
        }
        LayerStack.LayerValue given = ProvisioningUrl.token(layers);
        String token =
                given == null ? "" : referenceResolver.follow(given, true).text();
        ProvisioningUrl url = ProvisioningUrl.of(text, site, token, servingPath);
        String appended = withToken && url.isHttp() ? token : "";
        Position at = reports ? written.position() : null;
        ProvisioningUrl checked = check(url, at);
        return new PhoneUrl(checked.with(appended, site), written, site, appended, checked.with(appended, ""));
    }

    /** The problem of a text that is no URL. */
    public static Problem notUrl(Position at) {
        return Problem.blocking(
                at, "'provisioning_url' is not a URL; write one such as http://10.172.0.2:5481/provisioning");
    }

    /**
     * Reports a URL below which phones do not find their files. Returns the one to use.
     *
     * @param at null to report nothing
     */
    private ProvisioningUrl check(ProvisioningUrl url, @Nullable Position at) {
        boolean atServingPath = servingPath.isAt(url.base());
        if (atServingPath && url.query().isEmpty()) {
            return url;
        }
        String other = atServingPath ? null : findSite(url.lastPart());
        if (other != null) {
            report(
                    at,
                    true,
                    "'provisioning_url' ends in the folder of site '" + other
                            + "', and phones of other sites have it too; they get the URL of their own folder instead:"
                            + " end it before '/" + other + "', because the folder of each site is appended");
            return url.withoutLastPart();
        }
        if (url.isHttp()) {
            report(at, servingPath.known(), unserved());
        }
        return url;
    }

    private void report(@Nullable Position at, boolean error, String message) {
        if (at != null) {
            referenceResolver.report(error ? Problem.error(at, message) : Problem.warning(at, message));
        }
    }

    /** The site with the name of a folder, as it is or in lower case; null if there is none. Records the look-up. */
    private @Nullable String findSite(String folder) {
        if (folder.isEmpty()) {
            return null;
        }
        // The folder may be a secret, so the dependency does not name it.
        referenceResolver.addDependency(new Dependency(Dependency.DependencyKind.SITES, ""));
        Set<String> sites = inventory.sites();
        String lower = folder.toLowerCase(Locale.ROOT);
        return sites.contains(folder) ? folder : sites.contains(lower) ? lower : null;
    }

    /** The message for a URL with another path than the agent serves. The path may contain a secret. */
    private String unserved() {
        String shown = servingPath.shown();
        return "'provisioning_url' does not end in '" + shown + "', where "
                + (servingPath.known() ? "Lineman serves files (--path)" : "'run' serves files unless it has --path")
                + ", so phones that ask below it get a 404; they are told this URL all the same: write the URL of '"
                + shown + "', to which token and site are appended"
                + (servingPath.known() ? "" : ", or give --path to this command too")
                + "; if a proxy changes the path, write 'provisioning_url: {exact: URL}'";
    }
}
