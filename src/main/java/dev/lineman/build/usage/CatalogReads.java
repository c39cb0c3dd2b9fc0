package dev.lineman.build.usage;

import dev.lineman.build.impact.BuildInputs;
import dev.lineman.input.Document;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.render.Renderer;
import dev.lineman.render.content.VariableReads;
import dev.lineman.template.Catalog;
import dev.lineman.template.Fragment;
import dev.lineman.template.Template;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The variables that each template of a catalog reads. A template is examined when it is asked for the first time. For
 * one cycle, by one thread.
 */
final class CatalogReads {
    private final BuildInputs inputs;
    private final Catalog catalog;
    private final Renderer renderer;

    /** By path of the template. */
    private final Map<String, VariableReads> known = new HashMap<>();

    /** By path of the template; see {@link #givenNames}. */
    private final Map<String, Set<String>> givenNames = new HashMap<>();

    /** By path of the template; see {@link #ofLines}. */
    private final Map<String, Set<String>> lineNames = new HashMap<>();

    private @Nullable VariableReads ofSites;

    /** Starts with nothing examined. */
    CatalogReads(BuildInputs inputs, Renderer renderer) {
        this.inputs = inputs;
        this.catalog = inputs.catalog();
        this.renderer = renderer;
    }

    /**
     * Takes what an earlier cycle knew, and examines those templates again if a file changed that may concern them.
     *
     * @param earlier the reads by path, as of the catalog before the changes
     * @return whether a template came, went, or reads other variables than before
     */
    boolean update(Map<String, VariableReads> earlier, Collection<FileChange> changes) {
        boolean differs = false;
        boolean concerned = false;
        for (FileChange change : changes) {
            boolean template = change.before() instanceof Template || change.after() instanceof Template;
            differs |= template && (change.before() == null || change.after() == null);
            // A template that came or went makes a difference anyway, so a built-in one is not read here.
            differs = differs || !families(change.before()).equals(families(change.after()));
            concerned |= template || change.before() instanceof Fragment || change.after() instanceof Fragment;
        }
        if (!concerned) {
            known.putAll(earlier);
            return false;
        }
        for (Map.Entry<String, VariableReads> entry : earlier.entrySet()) {
            Template template = catalog.template(entry.getKey());
            differs |= template == null || !of(template).equals(entry.getValue());
        }
        return differs;
    }

    /** The families of vendor parameters that a document has, if it is a template. */
    private static Set<String> families(@Nullable Document document) {
        return document instanceof Template template ? template.header().families() : Set.of();
    }

    /** What a template reads. */
    VariableReads of(Template template) {
        VariableReads reads = known.get(template.path());
        if (reads == null) {
            reads = renderer.variableReads(template, catalog);
            known.put(template.path(), reads);
        }
        return reads;
    }

    /** The names that a phone template reads and that a person gives: neither the phone nor the template sets them. */
    Set<String> givenNames(Template template) {
        return givenNames.computeIfAbsent(template.path(), path -> of(template).givenNames(template.header()));
    }

    /** The names that a phone template reads from single accounts, and of which each line has its own value. */
    Set<String> ofLines(Template template) {
        return lineNames.computeIfAbsent(template.path(), path -> {
            Set<String> names = new TreeSet<>(template.header().lineNames());
            names.retainAll(of(template).ofAccounts());
            return names;
        });
    }

    /** What the site templates of all sites read. */
    VariableReads ofSites() {
        if (ofSites == null) {
            ofSites = VariableReads.NONE;
            for (Template template : siteTemplates()) {
                ofSites = ofSites.union(of(template));
            }
        }
        return ofSites;
    }

    /** The site templates that at least one site has, sorted by path. */
    List<Template> siteTemplates() {
        return inputs.siteTemplates();
    }

    Catalog catalog() {
        return catalog;
    }

    /** The reads of the templates that were examined, by path. */
    Map<String, VariableReads> known() {
        return Map.copyOf(known);
    }
}
