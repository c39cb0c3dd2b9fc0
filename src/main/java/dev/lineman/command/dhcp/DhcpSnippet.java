package dev.lineman.command.dhcp;

import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.report.CountPhrase;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.render.OutputFile;
import dev.lineman.render.Renderer;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.resolve.SiteDhcp;
import dev.lineman.resolve.SiteModel;
import dev.lineman.template.Catalog;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Template;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RootCheck;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code lineman dhcp}: the options for the phones of one site as a part of a DHCP server's configuration.
 * Immutable.
 *
 * @param text the file; empty if it cannot be made
 * @param problems problems with the values of phones, and errors of the template
 * @param notes what is left out, and what to do about it
 * @param complete whether nothing failed
 */
public record DhcpSnippet(String text, List<Problem> problems, List<String> notes, boolean complete) {
    public DhcpSnippet {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /**
     * Makes the file for one site. Scans the inputs, renders no phone, and writes nothing.
     *
     * @param wanted the name of the site; null for the unnamed one, or for the only one
     * @param withTokens whether phones whose URL has a token or another secret are in the file
     */
    public static DhcpSnippet of(
            Settings settings,
            RuntimeContext runtimeContext,
            DhcpServerKind server,
            @Nullable String wanted,
            boolean withTokens)
            throws CannotStartException {
        RootCheck.requireExtensions(settings);
        ScanResult scanned =
                Workspace.scanner(settings, runtimeContext).scan(Snapshot.empty(), List.of(new Hint.FullScanHint()));
        runtimeContext.progressListener().done();
        Snapshot snapshot = scanned.snapshot();
        BuildInputs inputs = BuildInputs.NONE
                .with(runtimeContext.builtInTemplates().beneath(Catalog.EMPTY, snapshot, scanned.changes()))
                .servedAt(settings.servingPath());
        List<String> notes = new ArrayList<>();
        String site = site(wanted, sitesWithPhones(inputs.inventory()), notes);
        List<Problem> unread = snapshot.problems().stream()
                .filter(problem -> problem.severity() != Severity.WARNING)
                .toList();
        if (!unread.isEmpty()) {
            Set<String> files =
                    unread.stream().map(problem -> problem.at().file()).collect(Collectors.toSet());
            notes.add(CountPhrase.of(files.size(), "file")
                    + " cannot be read, so phones or options may be missing here; see" + " 'lineman check'");
        }
        Template template = inputs.catalog().template(server.template());
        if (site == null || template == null) {
            if (template == null) {
                notes.add(server.template() + " of the root cannot be read; see 'lineman check'");
            }
            return new DhcpSnippet("", unread, notes, false);
        }
        SiteModel values = inputs.resolver(runtimeContext.environment()).resolve(site, template);
        SiteDhcp dhcp = values.dhcp();
        if (!withTokens) {
            dhcp.omitSecrets();
        }
        boolean any = !dhcp.plan().classes().isEmpty() || !dhcp.plan().groups().isEmpty();
        addOmissions(site, dhcp, any, notes);
        List<Problem> problems = new ArrayList<>(unread);
        String text = any ? render(template, values, inputs, problems) : "";
        problems.addAll(values.problems());
        return new DhcpSnippet(text, problems, notes, unread.isEmpty() && !text.isEmpty());
    }

    private static SortedSet<String> sitesWithPhones(Inventory inventory) {
        SortedSet<String> sites = new TreeSet<>();
        for (String site : inventory.sites()) {
            List<ExtensionKey> extensions = inventory.numbers(site).stream()
                    .map(number -> new ExtensionKey(site, number))
                    .toList();
            if (!inventory.macsOf(extensions).isEmpty()) {
                sites.add(site);
            }
        }
        return sites;
    }

    /** The site to write; null, with a note, if it is unknown or has to be named. */
    private static @Nullable String site(@Nullable String wanted, SortedSet<String> sites, List<String> notes) {
        String names = names(sites);
        if (wanted != null) {
            if (sites.contains(wanted)) {
                return wanted;
            }
            String hint = NearestName.hint(wanted, sites);
            notes.add("no phone is in a site '" + wanted + "'"
                    + (hint.isEmpty() ? names.isEmpty() ? "" : "; the sites with phones are " + names : hint));
            return null;
        }
        if (sites.isEmpty()) {
            notes.add("there are no phones; add one to extensions.d first");
            return null;
        }
        if (sites.size() == 1) {
            return sites.first();
        }
        if (!sites.contains("")) {
            notes.add("phones have different URLs in each site; name one with --site: " + names);
            return null;
        }
        notes.add("only phones without a site are here; for the others, name one with --site: " + names);
        return "";
    }

    private static String names(Collection<String> sites) {
        return String.join(", ", sites.stream().filter(site -> !site.isEmpty()).toList());
    }

    private static void addOmissions(String site, SiteDhcp dhcp, boolean any, List<String> notes) {
        int withheld = dhcp.withheld().size();
        if (withheld > 0) {
            notes.add(CountPhrase.of(withheld, "phone") + (withheld == 1 ? " is" : " are")
                    + " left out, because a URL has a token or another secret; --tokens prints them too, so keep"
                    + " the result as secret as a password");
        }
        int without = dhcp.withoutUrl().size();
        if (without > 0) {
            notes.add(CountPhrase.of(without, "phone") + (without == 1 ? " has" : " have")
                    + " no 'provisioning_url': add it to extensions.d/_defaults.yaml"
                    + (site.isEmpty() ? "" : " or to the _defaults.yaml of site '" + site + "'")
                    + ", such as provisioning_url: http://10.172.0.2:5481/provisioning");
        } else if (!any && withheld == 0) {
            notes.add("no phone of the site takes its URL from DHCP");
        }
    }

    private static String render(Template template, SiteModel values, BuildInputs inputs, List<Problem> problems) {
        Renderer renderer = new Renderer();
        StringBuilder text = new StringBuilder();
        for (DeviceConfig config : template.configs()) {
            RenderResult<OutputFile> result =
                    renderer.render(config, new RenderValues(values, values.model(), inputs.catalog()));
            if (result instanceof RenderResult.RenderedFile<OutputFile> made) {
                text.append(new String(made.result().bytes(), StandardCharsets.UTF_8).stripTrailing())
                        .append('\n');
            } else if (result instanceof RenderResult.FailedRendering<OutputFile> failed) {
                problems.addAll(failed.problems());
                return "";
            }
        }
        return text.toString();
    }
}
