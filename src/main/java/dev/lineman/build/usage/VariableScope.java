package dev.lineman.build.usage;

import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.BuiltInNames;
import dev.lineman.problem.NearestName;
import dev.lineman.render.content.VariableReads;
import dev.lineman.resolve.value.ProvisioningLink;
import dev.lineman.template.Template;
import dev.lineman.template.header.Header;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The templates that see the {@code vars} of one place in the inputs, and the names that they read there. Used for one
 * mapping, by one thread.
 */
final class VariableScope {
    private final CatalogReads catalogReads;
    private final Set<String> names = new HashSet<>();

    /** The paths of the phone templates in the scope. */
    private final Set<String> templates = new TreeSet<>();

    /** Names that make good suggestions: those that a person gives, and not the template itself. */
    private final Set<String> suggestions = new TreeSet<>();

    /** What the templates read from the first line of phones on which this extension has a later one. */
    private final Set<String> ofFirstLine = new HashSet<>();

    private @Nullable Phone laterLine;
    private boolean all;
    private boolean open;

    VariableScope(CatalogReads catalogReads) {
        this.catalogReads = catalogReads;
    }

    /**
     * Adds the template of phones.
     *
     * @param ofPhone whether the values are those of the whole phone
     * @param ofAccount whether the values are those of an account too
     */
    void addPhones(Template template, boolean ofPhone, boolean ofAccount) {
        VariableReads reads = catalogReads.of(template);
        all |= reads.all();
        templates.add(template.path());
        if (ofPhone) {
            add(reads.ofPhone(), template.header());
        }
        if (ofAccount) {
            add(reads.ofAccounts(), template.header());
        }
    }

    /** Adds a phone on which the values are those of an account on a later line. */
    void addLaterLine(Template template, Phone phone) {
        addPhones(template, false, true);
        laterLine = phone;
        ofFirstLine.addAll(catalogReads.of(template).ofPhone());
    }

    /** Adds phones whose template is not known: any template of the catalog may be theirs. */
    void addUnknownPhones() {
        if (!open) {
            open = true;
            catalogReads.catalog().phoneTemplates().forEach(template -> addPhones(template, true, true));
        }
    }

    /** Adds the site templates, which read the values of single extensions. */
    void addSites() {
        VariableReads reads = catalogReads.ofSites();
        all |= reads.all();
        add(reads.ofAccounts(), Header.NONE);
    }

    /** Adds templates that cannot be read: they may read any name. */
    void addUnreadableTemplates() {
        all = true;
    }

    private void add(Set<String> read, Header header) {
        Set<String> offered = header.names();
        offered.addAll(header.blfNames());
        offered.removeAll(header.settings().keySet());
        for (String name : read) {
            names.add(name);
            if (!offered.contains(name)
                    && !BuiltInNames.contains(name)
                    && !ProvisioningLink.isName(name)
                    && !name.startsWith("blf")) {
                suggestions.add(name);
            }
        }
    }

    /** Why a name has no effect, and what to do; null if a template reads it. */
    @Nullable
    String objection(String name) {
        if (all || names.contains(name)) {
            return null;
        }
        String unread = "'" + name + "' in 'vars' has no effect: ";
        if (laterLine != null && ofFirstLine.contains(name)) {
            return unread + "phone " + laterLine.mac() + " takes its variables from extension "
                    + laterLine.first().number() + " on its first line; set it there, or below 'phone'";
        }
        String hint = NearestName.hint(name, suggestions);
        return unread
                + (open || templates.isEmpty()
                        ? "no template reads it"
                        : templates.size() == 1
                                ? templates.iterator().next() + " does not read it"
                                : "none of the " + templates.size() + " templates of these phones reads it")
                + (hint.isEmpty() ? "; correct its name, or remove it" : hint);
    }
}
