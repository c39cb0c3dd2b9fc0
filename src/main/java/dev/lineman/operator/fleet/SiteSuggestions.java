package dev.lineman.operator.fleet;

import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import dev.lineman.access.IpAddress;
import dev.lineman.access.IpNetwork;
import dev.lineman.build.State;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.SiteRules;
import dev.lineman.fs.FileNames;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.operator.unknown.SiteSuggestion;
import dev.lineman.resolve.value.SiteFields;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.Visit;
import dev.lineman.serve.visits.VisitLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Suggests sites of unknown phones, from one state and the log of visits. In this order: the folder in the path that a phone
 * asked for, the site of the phones behind the same address, the site whose access rules allow the address. An address that
 * fits several sites suggests none. Immutable.
 */
public final class SiteSuggestions {
    private final State state;
    private final VisitLog visits;

    /** The sites, also those without extensions, and the unnamed one. */
    private final Set<String> sites;

    public SiteSuggestions(State state, VisitLog visits) {
        this.state = state;
        this.visits = visits;
        this.sites = state.inputs().inventory().allSites();
    }

    /** The site that some networks belong to. */
    private record AllowedNetwork(String site, IpNetwork network) {}

    /** Returns a suggestion by MAC for each phone that has one. */
    public Map<String, SiteSuggestion> of(List<UnknownPhone> phones) {
        Map<String, SiteSuggestion> suggestions = new HashMap<>();
        if (sites.stream().allMatch(String::isEmpty)) {
            return suggestions;
        }
        List<UnknownPhone> others = new ArrayList<>();
        for (UnknownPhone phone : phones) {
            String site = siteOf(phone.folder());
            if (site == null) {
                others.add(phone);
            } else {
                suggestions.put(
                        phone.mac(),
                        new SiteSuggestion(site, "it asked for a file below " + FolderNames.PROVISIONING + site + '/'));
            }
        }
        if (!others.isEmpty()) {
            Map<IpAddress, Map<String, Integer>> neighbours = neighbours(others);
            List<AllowedNetwork> allowed = allowedNetworks();
            for (UnknownPhone phone : others) {
                SiteSuggestion suggestion = ofAddress(
                        phone.from(), neighbours.getOrDefault(phone.from().sourceNetwork(), Map.of()), allowed);
                if (suggestion != null) {
                    suggestions.put(phone.mac(), suggestion);
                }
            }
        }
        return suggestions;
    }

    /** Returns the site with the name of a folder, in any case; null if there is none. */
    private @Nullable String siteOf(String folder) {
        if (folder.isEmpty() || sites.contains(folder)) {
            return folder.isEmpty() ? null : folder;
        }
        String folded = FileNames.fold(folder);
        return sites.stream()
                .filter(site -> FileNames.fold(site).equals(folded))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable SiteSuggestion ofAddress(
            IpAddress address, Map<String, Integer> neighbours, List<AllowedNetwork> allowed) {
        if (!neighbours.isEmpty()) {
            Map.Entry<String, Integer> first = neighbours.entrySet().iterator().next();
            int phones = first.getValue();
            return neighbours.size() > 1 || first.getKey().isEmpty()
                    ? null
                    : new SiteSuggestion(
                            first.getKey(),
                            (phones == 1 ? "a phone of this site was" : phones + " phones of this site were")
                                    + " last seen at " + address.sourceNetwork());
        }
        Set<String> allowing = new TreeSet<>();
        for (AllowedNetwork each : allowed) {
            if (each.network().contains(address)) {
                allowing.add(each.site());
            }
        }
        String site = allowing.size() == 1 ? allowing.iterator().next() : "";
        return site.isEmpty() ? null : new SiteSuggestion(site, "the access rules of this site allow " + address);
    }

    /** Counts the phones of each site whose newest served visit came from the source network of one of these phones. */
    private Map<IpAddress, Map<String, Integer>> neighbours(List<UnknownPhone> phones) {
        Set<IpAddress> sources = new HashSet<>();
        phones.forEach(phone -> sources.add(phone.from().sourceNetwork()));
        Map<IpAddress, Map<String, Integer>> neighbours = new HashMap<>();
        for (String mac : state.inputs().inventory().macs()) {
            for (Visit visit : visits.of(mac)) {
                if (visit.served()) {
                    IpAddress source = visit.from().sourceNetwork();
                    if (sources.contains(source) && visit.file().startsWith(FolderNames.PROVISIONING)) {
                        neighbours
                                .computeIfAbsent(source, first -> new TreeMap<>())
                                .merge(FolderNames.site(visit.file(), sites), 1, Integer::sum);
                    }
                    break;
                }
            }
        }
        return neighbours;
    }

    /** Returns the networks in the access rules of the phones of each site; of a site without phones, those of its folders. */
    private List<AllowedNetwork> allowedNetworks() {
        List<AllowedNetwork> networks = new ArrayList<>();
        SiteRules siteRules = state.outputIndex().siteRules();
        for (String site : sites) {
            SiteRules.RuleSet rules = siteRules.of(site);
            Stream.of(
                            rules.strict().values().stream(),
                            rules.open().values().stream(),
                            rules.limited().stream().map(FileAccess::parseRule))
                    .flatMap(each -> each)
                    .map(AccessRule::networks)
                    .flatMap(List::stream)
                    .forEach(network -> networks.add(new AllowedNetwork(site, network)));
        }
        Inventory inventory = state.inputs().inventory();
        for (FolderDefaults defaults : inventory.defaults()) {
            String site = defaults.plain().text("site");
            if (site != null && !siteRules.hasPhones(site)) {
                networks(inventory.defaultsOf(folderOf(defaults)))
                        .forEach(network -> networks.add(new AllowedNetwork(site, network)));
            }
        }
        networks.removeIf(allowed -> allowed.network().prefix() == 0);
        return networks;
    }

    private static String folderOf(FolderDefaults defaults) {
        return defaults.path().substring(0, defaults.path().lastIndexOf('/'));
    }

    /** Returns the networks that defaults allow. */
    private static List<IpNetwork> networks(LayerStack defaults) {
        LayerStack.LayerValue allow = defaults.get(SiteFields.ACCESS, ExtensionField.ALLOW.key());
        List<IpNetwork> networks = new ArrayList<>();
        if (allow != null && allow.value() instanceof FieldValues.Items items) {
            for (Object item : items.values()) {
                IpNetwork network = IpNetwork.parse(item.toString());
                if (network != null) {
                    networks.add(network);
                }
            }
        }
        return networks;
    }
}
