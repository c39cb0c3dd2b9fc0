package dev.lineman.resolve;

import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.resolve.url.ProvisioningUrl;
import dev.lineman.resolve.value.ProvisioningUrlResolver;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.SiteFields;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The URL below which all phones of a site find its files. {@link SiteModel} shows it to templates as {@code
 * $provisioning.url}. For one site, by one thread.
 *
 * <p>A served file of a site follows the access rule at the top of {@code extensions.d}, so the URL has no other secrets
 * than those there: each client can read the token of a folder otherwise.
 */
final class SiteProvisioningUrl {
    private final String site;
    private final Inventory inventory;
    private final ReferenceResolver referenceResolver;
    private final ProvisioningUrlResolver urls;
    private final Supplier<Collection<String>> macs;

    /** Null before the first look-up. */
    private @Nullable String text;

    /** @param macs finds the MACs of the phones of the site */
    SiteProvisioningUrl(
            String site,
            Inventory inventory,
            ReferenceResolver referenceResolver,
            ProvisioningUrlResolver urls,
            Supplier<Collection<String>> macs) {
        this.site = site;
        this.inventory = inventory;
        this.referenceResolver = referenceResolver;
        this.urls = urls;
        this.macs = macs;
    }

    /** The URL with a slash at its end; empty if there is no URL for all phones. */
    String text() {
        if (text == null) {
            Set<String> ofPhones = folders(true);
            Set<String> common = ofPhones.size() > 1 ? folders(false) : ofPhones;
            text = common.size() == 1 ? common.iterator().next() : "";
        }
        return text;
    }

    /** The different URLs of the phones. */
    private Set<String> folders(boolean withToken) {
        LayerStack fleet = SiteFields.fleetDefaults(inventory);
        LayerStack.LayerValue urlOfFleet = ProvisioningUrl.find(fleet);
        LayerStack.LayerValue tokenOfFleet = ProvisioningUrl.token(fleet);
        String token = tokenOfFleet == null
                ? ""
                : referenceResolver.follow(tokenOfFleet, true).text();
        Set<String> folders = new TreeSet<>();
        for (String mac : macs.get()) {
            Phone phone = inventory.phone(mac, site);
            if (phone != null) {
                ProvisioningUrlResolver.PhoneUrl own = urls.resolveForSite(phone.layers(), site, withToken);
                ProvisioningUrlResolver.PhoneUrl url =
                        own == null || own.token().equals(token)
                                ? own
                                : urls.resolveForSite(phone.layers(), site, false);
                if (url != null && !url.text().isEmpty()) {
                    folders.add(folder(url, urlOfFleet));
                }
            }
        }
        return folders;
    }

    /** The URL with a slash at its end; empty if it has a secret that the defaults of the fleet do not have. */
    private String folder(ProvisioningUrlResolver.PhoneUrl url, LayerStack.@Nullable LayerValue ofFleet) {
        boolean fleet = ofFleet != null && ofFleet.value().equals(url.written().value());
        if (!fleet && url.isSecret(url.text().replace(url.token(), ""))) {
            return "";
        }
        String query = ProvisioningUrl.query(url.text());
        String folder = url.text().substring(0, url.text().length() - query.length());
        String slashed = folder.endsWith("/") ? folder : folder + "/";
        return url.isSecret(url.text())
                ? referenceResolver.secret(slashed, url.written()).text()
                : slashed;
    }
}
