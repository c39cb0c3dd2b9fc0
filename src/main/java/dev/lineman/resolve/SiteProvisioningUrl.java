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
 * <p>Each phone of the site can read it. So it has a token only if all phones have this one, and other secrets only if they are
 * in the defaults at the top of {@code extensions.d}.
 */
final class SiteProvisioningUrl {
    private final String site;
    private final Inventory inventory;
    private final ReferenceResolver referenceResolver;
    private final ProvisioningUrlResolver urls;
    private final Supplier<Collection<String>> macs;

    /** Null before the first look-up. */
    private @Nullable String text;

    /** @param macs finds the MACs of all phones of the site */
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
        LayerStack.LayerValue urlOfFleet = ProvisioningUrl.find(SiteFields.fleetDefaults(inventory));
        Set<String> folders = new TreeSet<>();
        for (String mac : macs.get()) {
            Phone phone = inventory.phone(mac, site);
            ProvisioningUrlResolver.PhoneUrl url =
                    phone == null ? null : urls.resolveForSite(phone.layers(), site, withToken);
            if (url != null && !url.text().isEmpty()) {
                folders.add(folder(url, urlOfFleet));
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
