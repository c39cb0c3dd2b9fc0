package dev.lineman.build.usage;

import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The phones that one layer reaches, by template and model. Immutable.
 *
 * @param models the phones with a template
 * @param open whether there may be further phones, or phones whose template is not known
 */
record ScopedPhones(List<ScopedModel> models, boolean open) {
    /** The most models that a message names. */
    private static final int MAX_NAMED = 3;

    ScopedPhones {
        models = List.copyOf(models);
    }

    /**
     * Phones of one model.
     *
     * @param model the name of the model, as the template writes it
     * @param first whether the layer is for the first line, and so for the whole phone
     * @param overridden the settings of the layer that these phones override, as {@link LayerSetting#id} names them
     * @param count the number of phones
     */
    record ScopedModel(Template template, String model, boolean first, Set<String> overridden, int count) {}

    /**
     * The phones of groups.
     *
     * @param groups the number of phones of each group
     * @param incomplete whether there may be further phones
     */
    static ScopedPhones of(Map<PhoneCounts.PhoneGroup, Integer> groups, Catalog catalog, boolean incomplete) {
        List<ScopedModel> models = new ArrayList<>();
        boolean open = incomplete;
        for (Map.Entry<PhoneCounts.PhoneGroup, Integer> entry : groups.entrySet()) {
            PhoneCounts.PhoneGroup group = entry.getKey();
            TemplateMatch.@Nullable MatchedTemplate found = group.find(catalog);
            open |= group.first() && found == null;
            if (found != null) {
                models.add(new ScopedModel(
                        found.template(), found.model(), group.first(), group.overridden(), entry.getValue()));
            }
        }
        return new ScopedPhones(models, open);
    }

    /** The phones that do not override a setting, and on which it counts for one of the lines that the layer is for. */
    ScopedPhones reachedBy(LayerSetting setting) {
        return new ScopedPhones(
                models.stream()
                        .filter(model -> !model.overridden().contains(setting.id())
                                && (model.first() || setting.isOfLine(model.template())))
                        .toList(),
                open);
    }

    /** The different templates, by path. */
    List<Template> templates() {
        Map<String, Template> templates = new TreeMap<>();
        models.forEach(model -> templates.put(model.template().path(), model.template()));
        return List.copyOf(templates.values());
    }

    /** The phones whose template is one of these. */
    ScopedPhones with(List<Template> templates) {
        return new ScopedPhones(
                models.stream()
                        .filter(model -> templates.contains(model.template()))
                        .toList(),
                open);
    }

    /** Whether there is one phone. */
    boolean isOne() {
        return total(models) == 1;
    }

    /** The number of phones and their models, such as {@code 4 phones (3 Cisco CP-8851, 1 Cisco SPA504G)}. */
    @Override
    public String toString() {
        Map<String, Integer> counts = new TreeMap<>();
        models.forEach(model -> counts.merge(model.model(), model.count(), Integer::sum));
        List<Map.Entry<String, Integer>> most = new ArrayList<>(counts.entrySet());
        most.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
        String named = most.stream()
                .limit(MAX_NAMED)
                .map(entry -> (most.size() == 1 ? "" : entry.getValue() + " ") + entry.getKey())
                .collect(Collectors.joining(", "));
        int more = most.size() - MAX_NAMED;
        return total(models)
                + (isOne() ? " phone (" : " phones (")
                + named
                + (more > 0 ? " and " + more + (more == 1 ? " other model)" : " other models)") : ")");
    }

    private static int total(List<ScopedModel> models) {
        return models.stream().mapToInt(ScopedModel::count).sum();
    }
}
