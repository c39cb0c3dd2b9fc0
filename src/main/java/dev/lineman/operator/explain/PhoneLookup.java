package dev.lineman.operator.explain;

import dev.lineman.access.KnownPhones;
import dev.lineman.access.TftpPermission;
import dev.lineman.build.State;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.plan.SiteRules;
import dev.lineman.inventory.Phone;
import dev.lineman.resolve.access.FileNameMacs;
import dev.lineman.template.Catalog;
import dev.lineman.template.TemplateMatch;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the phone of a request in the newest state: by MAC, and by the file names of templates. The listener uses it.
 * Thread-safe.
 */
public final class PhoneLookup implements KnownPhones {
    private final Supplier<State> states;
    private final TftpPhones tftpPhones = new TftpPhones();

    /** Where file names contain a MAC, for the last catalog; null before the first request. */
    private volatile @Nullable CatalogMacs cached;

    /** The MAC positions of a catalog. They are kept, since templates seldom change. */
    private record CatalogMacs(Catalog of, FileNameMacs fileNameMacs) {}

    /** @param states returns the newest state */
    public PhoneLookup(Supplier<State> states) {
        this.states = states;
    }

    @Override
    public boolean contains(String mac) {
        State state = states.get();
        // Before the first cycle of a first start, no phone is known, so every MAC counts as known.
        boolean unread = !state.reconciled() && state.outputIndex().targets().isEmpty();
        return unread || state.hasPhone(mac);
    }

    @Override
    public boolean isLoaded() {
        return states.get().reconciled();
    }

    @Override
    public boolean isPhoneOf(String mac, String site) {
        OutputIndex outputs = states.get().outputIndex();
        SiteRules.PhoneRule phone = outputs.siteRules().phone(mac);
        BuildTarget last = phone == null ? outputs.target(mac) : null;
        return phone == null
                ? last != null && last.outputs().stream().anyMatch(output -> isIn(site, output.path()))
                : phone.site().equals(site);
    }

    /** Whether a file is in the folder of a site. */
    private static boolean isIn(String site, String path) {
        return site.isEmpty()
                ? path.indexOf('/', FolderNames.PROVISIONING.length()) < 0
                : path.startsWith(FolderNames.PROVISIONING + site + '/');
    }

    @Override
    public @Nullable String templateMac(String name) {
        Catalog catalog = states.get().inputs().catalog();
        CatalogMacs known = cached;
        if (known == null || known.of() != catalog) {
            known = new CatalogMacs(catalog, FileNameMacs.of(catalog.phoneTemplates()));
            cached = known;
        }
        return known.fileNameMacs().find(name);
    }

    @Override
    public List<String> filesOf(String mac) {
        BuildTarget target = states.get().outputIndex().target(mac);
        return target == null
                ? List.of()
                : target.outputs().stream().map(Output::path).toList();
    }

    @Override
    public boolean servesUpload(String mac, String kind) {
        State state = states.get();
        Phone phone = state.inputs().inventory().phone(mac);
        TemplateMatch.MatchedTemplate found = phone == null ? null : Explainer.findTemplate(state, phone);
        return found != null && found.template().header().servedUploads().contains(kind);
    }

    @Override
    public TftpPermission tftpPermission(String path) {
        return tftpPhones.permission(states.get(), path);
    }

    @Override
    public boolean isSite(String name) {
        return states.get().inputs().inventory().sites().contains(name);
    }
}
