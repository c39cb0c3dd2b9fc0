package dev.lineman.operator.explain;

import dev.lineman.resolve.access.FileNameMacs;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the templates whose phones ask for names of the form of a given one. Thread-safe. */
final class FileNameForms {
    /** The forms of the last catalog; null before the first question. */
    private volatile @Nullable CatalogForms cached;

    /**
     * The forms of a catalog. They are kept, since templates seldom change.
     *
     * @param byTemplate by path, sorted
     */
    private record CatalogForms(Catalog of, Map<String, FileNameMacs> byTemplate) {}

    /** Returns the paths of the templates whose file names have the form of this name, with this MAC; sorted. */
    List<String> templates(String name, String mac, Catalog catalog) {
        CatalogForms known = cached;
        if (known == null || known.of() != catalog) {
            Map<String, FileNameMacs> byTemplate = new TreeMap<>();
            for (Template template : catalog.phoneTemplates()) {
                byTemplate.put(template.path(), FileNameMacs.of(List.of(template)));
            }
            known = new CatalogForms(catalog, byTemplate);
            cached = known;
        }
        return known.byTemplate().entrySet().stream()
                .filter(form -> mac.equals(form.getValue().find(name)))
                .map(Map.Entry::getKey)
                .toList();
    }
}
