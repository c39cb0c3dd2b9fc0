package dev.lineman.build.usage;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.template.Catalog;
import dev.lineman.template.TemplateMatch;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Counts the phones that see each layer of each {@code _defaults.yaml}, by groups. Collects the differences of one
 * cycle. For one thread.
 */
final class PhoneCounts {
    /**
     * What phones have in common that the values of one layer reach in the same way. Immutable.
     *
     * @param template the key {@code template}; null if the phones have none
     * @param model the key {@code model}; null if the phones have none
     * @param first whether the values are for the whole phone; otherwise they are for an account on a later line
     * @param overridden the settings of the layer that a nearer layer overrides, as {@link LayerSetting#id} names them
     */
    record PhoneGroup(@Nullable String template, @Nullable String model, boolean first, Set<String> overridden) {
        PhoneGroup {
            overridden = Set.copyOf(overridden);
        }

        /** The group of a phone that overrides nothing. */
        static PhoneGroup of(Phone phone, boolean first) {
            return new PhoneGroup(
                    text(phone, ExtensionField.TEMPLATE), text(phone, ExtensionField.MODEL), first, Set.of());
        }

        /** The group of phones that override these settings. */
        PhoneGroup overriding(Set<String> settings) {
            return settings.isEmpty() ? this : new PhoneGroup(template, model, first, settings);
        }

        private static @Nullable String text(Phone phone, ExtensionField field) {
            LayerStack.LayerValue found = phone.layers().get(field.key());
            return found == null ? null : String.valueOf(found.value());
        }

        /** The template that a catalog has for these phones; null if there is none, or several. */
        TemplateMatch.@Nullable MatchedTemplate find(Catalog catalog) {
            if (template == null && model == null) {
                return null;
            }
            TemplateMatch match =
                    template != null ? catalog.find(template, model) : catalog.find(String.valueOf(model));
            return match instanceof TemplateMatch.MatchedTemplate found ? found : null;
        }
    }

    private final Map<DefaultsPlace, Map<PhoneGroup, Integer>> differences = new HashMap<>();

    /** The settings of each layer that was met, since many phones share a layer. */
    private final IdentityHashMap<FieldValues, List<LayerSetting>> settings = new IdentityHashMap<>();

    /** Adds a phone; null adds nothing. */
    void add(@Nullable Phone phone) {
        count(phone, 1);
    }

    /** Removes a phone; null removes nothing. */
    void remove(@Nullable Phone phone) {
        count(phone, -1);
    }

    private void count(@Nullable Phone phone, int by) {
        if (phone == null) {
            return;
        }
        Map<DefaultsPlace, Set<String>> ofPhone = new HashMap<>();
        addOverridden(phone.layers().all(), ofPhone);
        PhoneGroup group = PhoneGroup.of(phone, true);
        ofPhone.forEach((place, overridden) -> count(place, group.overriding(overridden), by));
        if (phone.accounts().size() > 1) {
            countLaterLines(phone, ofPhone, by);
        }
    }

    /**
     * Counts what reaches the later lines of a phone, and not its first line.
     *
     * @param ofPhone the overridden settings of each layer that the first line sees
     */
    private void countLaterLines(Phone phone, Map<DefaultsPlace, Set<String>> ofPhone, int by) {
        Map<DefaultsPlace, Set<String>> ofLines = new HashMap<>();
        for (LayerStack layers :
                phone.lineLayers().subList(1, phone.lineLayers().size())) {
            addOverridden(layers.all(), ofLines);
        }
        PhoneGroup later = PhoneGroup.of(phone, false);
        ofLines.forEach((place, overridden) -> {
            Set<String> ofFirst = ofPhone.get(place);
            if (ofFirst == null) {
                count(place, later.overriding(overridden), by);
            } else if (!overridden.containsAll(ofFirst)) {
                // The group of the first line has the other settings.
                Set<String> without = new HashSet<>();
                settings(place, phone).forEach(setting -> without.add(setting.id()));
                without.removeIf(id -> ofFirst.contains(id) && !overridden.contains(id));
                count(place, later.overriding(without), by);
            }
        });
    }

    /** The settings of a layer of a phone. */
    private List<LayerSetting> settings(DefaultsPlace place, Phone phone) {
        for (LayerStack layers : phone.lineLayers()) {
            for (ValueLayer layer : layers.all()) {
                if (isCounted(layer) && DefaultsPlace.of(layer).equals(place)) {
                    return settings(layer);
                }
            }
        }
        return List.of();
    }

    private List<LayerSetting> settings(ValueLayer layer) {
        return settings.computeIfAbsent(layer.fields(), LayerSetting::of);
    }

    private void count(DefaultsPlace place, PhoneGroup group, int by) {
        differences.computeIfAbsent(place, same -> new HashMap<>()).merge(group, by, Integer::sum);
    }

    private static boolean isCounted(ValueLayer layer) {
        return layer.kind().isDefault() && layer.fields().size() > 0;
    }

    /**
     * Adds the overridden settings of each layer of defaults. For a layer that is there already, only those count that all
     * its lines override.
     */
    private void addOverridden(List<ValueLayer> layers, Map<DefaultsPlace, Set<String>> byPlace) {
        for (int i = 0; i < layers.size(); i++) {
            if (isCounted(layers.get(i))) {
                Set<String> overridden = overridden(layers, i);
                byPlace.merge(DefaultsPlace.of(layers.get(i)), overridden, (one, other) -> {
                    Set<String> both = new HashSet<>(one);
                    both.retainAll(other);
                    return both;
                });
            }
        }
    }

    /** The settings of a layer of defaults that other layers override. */
    private Set<String> overridden(List<ValueLayer> layers, int own) {
        Set<String> overridden = Set.of();
        for (LayerSetting setting : settings(layers.get(own))) {
            if (setting.isOverridden(layers, own)) {
                overridden = overridden.isEmpty() ? new HashSet<>() : overridden;
                overridden.add(setting.id());
            }
        }
        return overridden;
    }

    /**
     * Applies the differences.
     *
     * @param counts the counts before
     * @param changed receives the files whose counts are other ones now
     */
    PMap<DefaultsPlace, PMap<PhoneGroup, Integer>> apply(
            PMap<DefaultsPlace, PMap<PhoneGroup, Integer>> counts, Collection<String> changed) {
        PMap<DefaultsPlace, PMap<PhoneGroup, Integer>> all = counts;
        for (Map.Entry<DefaultsPlace, Map<PhoneGroup, Integer>> entry : differences.entrySet()) {
            DefaultsPlace place = entry.getKey();
            PMap<PhoneGroup, Integer> now = all.getOrDefault(place, HashTreePMap.empty());
            for (Map.Entry<PhoneGroup, Integer> difference : entry.getValue().entrySet()) {
                if (difference.getValue() != 0) {
                    int count = now.getOrDefault(difference.getKey(), 0) + difference.getValue();
                    now = count == 0 ? now.minus(difference.getKey()) : now.plus(difference.getKey(), count);
                    changed.add(place.file());
                }
            }
            all = now.isEmpty() ? all.minus(place) : all.plus(place, now);
        }
        return all;
    }
}
