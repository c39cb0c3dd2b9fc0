package dev.lineman.build.usage;

import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Severity;
import dev.lineman.render.content.VariableReads;
import dev.lineman.template.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The templates that see the {@code vars} of one place in the inputs, and the names that they read there. Used for one
 * mapping, by one thread.
 */
final class VariableScope {
    /** The key of the variables in a layer. */
    static final String VARS = ExtensionField.VARS.key();

    private final CatalogReads catalogReads;

    /** The names that templates read from the place. */
    private final List<Set<String>> names = new ArrayList<>();

    /** The names that templates read from the first line of phones on which the values are only for later lines. */
    private final Set<String> namesOfFirstLines = new TreeSet<>();

    /** The phone templates in the scope, by path. */
    private final Map<String, Template> templates = new TreeMap<>();

    /** A phone on which the values are those of an account on a later line, and its template. */
    private @Nullable Phone laterLine;

    private @Nullable Template laterLineTemplate;
    private boolean all;
    private boolean open;
    private boolean phoneless;

    VariableScope(CatalogReads catalogReads) {
        this.catalogReads = catalogReads;
    }

    /**
     * Adds the template of phones. What it reads for each line counts wherever the values are.
     *
     * @param ofPhone whether the values are those of the whole phone
     * @param ofAccount whether the values are those of an account too
     */
    void addPhones(Template template, boolean ofPhone, boolean ofAccount) {
        VariableReads reads = catalogReads.of(template);
        all |= reads.all();
        templates.put(template.path(), template);
        names.add(catalogReads.ofLines(template));
        if (ofPhone) {
            names.add(reads.ofPhone());
        } else {
            namesOfFirstLines.addAll(reads.ofPhone());
        }
        if (ofAccount) {
            names.add(reads.ofAccounts());
        }
    }

    /** Adds a phone on which the values are those of an account on a later line. */
    void addLaterLine(Template template, Phone phone) {
        addPhones(template, false, true);
        laterLine = phone;
        laterLineTemplate = template;
    }

    /** Adds phones whose template is not known: any template of the catalog may be theirs. */
    void addUnknownPhones() {
        if (!open) {
            open = true;
            catalogReads.catalog().phoneTemplates().forEach(template -> addPhones(template, true, true));
        }
    }

    /** Notes that the values are those of an extension without a phone: only site templates read them. */
    void addNoPhone() {
        phoneless = true;
    }

    /** Adds the site templates, which read the values of single extensions. */
    void addSites() {
        VariableReads reads = catalogReads.ofSites();
        all |= reads.all();
        names.add(reads.ofAccounts());
    }

    /** Adds templates that cannot be read: they may read any name. */
    void addUnreadableTemplates() {
        all = true;
    }

    /** Warns of the variables that the templates do not read. */
    void check(FieldValues vars, UsageProblems problems) {
        for (int i = 0; i < vars.size(); i++) {
            String objection = objection(vars.key(i));
            if (objection != null) {
                problems.add(Severity.WARNING, vars.packedPosition(i), objection);
            }
        }
    }

    /** Why a name has no effect, and what to do; null if a template reads it. */
    private @Nullable String objection(String name) {
        if (all || names.stream().anyMatch(read -> read.contains(name))) {
            return null;
        }
        String unread = "'" + name + "' in 'vars' has no effect: ";
        if (laterLine != null
                && laterLineTemplate != null
                && catalogReads.of(laterLineTemplate).ofPhone().contains(name)) {
            return unread + "phone " + laterLine.mac() + " takes its variables from extension "
                    + laterLine.first().number() + " on its first line; set it there, or below 'phone'";
        }
        if (phoneless && suggestions().contains(name)) {
            return UsageProblems.phoneless("'" + name + "' in 'vars'", name);
        }
        if (!open && namesOfFirstLines.contains(name)) {
            return unread + UsageProblems.OF_FIRST_LINES;
        }
        String who = open || templates.isEmpty()
                ? "no template reads it"
                : templates.size() == 1
                        ? templates.keySet().iterator().next() + " does not read it"
                        : "none of the " + templates.size() + " templates of these phones reads it";
        String hint = NearestName.hint(name, suggestions());
        return unread + who + (hint.isEmpty() ? "; correct its name, or remove it" : hint);
    }

    /** The names that make sense in the place. */
    private Set<String> suggestions() {
        Set<String> suggestions = new TreeSet<>(catalogReads.ofSites().ofAccounts());
        Collection<Template> ofPhones = phoneless ? catalogReads.catalog().phoneTemplates() : templates.values();
        ofPhones.forEach(template -> suggestions.addAll(catalogReads.givenNames(template)));
        return suggestions;
    }
}
