package dev.lineman.resolve.option;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.resolve.value.ProblemWording;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.Template;
import dev.lineman.template.header.ChoiceOption;
import dev.lineman.template.header.CodecOrder;
import dev.lineman.template.header.CodecPriority;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives each priority of a template to the codec that the phone wants there. Remaining priorities get the first codec
 * that is not in use yet. Part of {@link OptionSelection}. Used once, by one thread.
 */
final class CodecSelection {
    private static final String CODECS = ExtensionField.CODECS.key();

    private final Template template;
    private final ReferenceResolver referenceResolver;
    private final UnusedSettings unusedSettings;

    private CodecSelection(SelectionContext context) {
        this.template = context.template();
        this.referenceResolver = context.referenceResolver();
        this.unusedSettings = context.unusedSettings();
    }

    /**
     * The codec of each priority of a template. Problems go to the context.
     *
     * @param layers those of the phone, or of one line
     */
    static List<OptionPicker.OptionPick> picks(LayerStack layers, SelectionContext context) {
        return new CodecSelection(context).picks(layers.get(CODECS));
    }

    private List<OptionPicker.OptionPick> picks(LayerStack.@Nullable LayerValue found) {
        List<CodecPriority> priorities = template.header().codecs();
        if (priorities.isEmpty() && found != null) {
            unusedSettings.add(new UnusedSetting(CODECS, found, "the template has no codecs"));
            unusedSettings.errorIfOwn(found, template.path() + " offers no codecs, so 'codecs' is left out; remove it");
            return List.of();
        }
        List<LayerStack.LayerValue> wanted = found == null ? List.of() : items(found);
        CodecOrder order = CodecOrder.of(
                priorities,
                wanted.stream()
                        .map(item -> referenceResolver.follow(item, false).text())
                        .toList());
        for (int i = 0; i < wanted.size(); i++) {
            if (order.places().get(i).option() == null) {
                report(wanted.get(i), order.places().get(i), order.reason(i));
            }
        }
        List<ChoiceOption> taken = new ArrayList<>();
        List<OptionPicker.OptionPick> picks = new ArrayList<>();
        for (int i = 0; i < priorities.size(); i++) {
            CodecPriority priority = priorities.get(i);
            int index = order.wantedAt(i);
            ChoiceOption option = index < 0 ? null : order.places().get(index).option();
            if (option == null) {
                option = found == null ? priority.options().get(0) : firstUnused(priority, taken);
            }
            taken.add(option);
            picks.add(new OptionPicker.OptionPick(
                    priority.variables(option), option.at(), index < 0 ? null : wanted.get(index)));
        }
        return picks;
    }

    /** The items of a list of codecs. */
    private static List<LayerStack.LayerValue> items(LayerStack.LayerValue list) {
        FieldValues.Items items = (FieldValues.Items) list.value();
        List<LayerStack.LayerValue> wanted = new ArrayList<>();
        for (int i = 0; i < items.values().size(); i++) {
            wanted.add(new LayerStack.LayerValue(items.values().get(i), list.layer(), items.packedPosition(i)));
        }
        return wanted;
    }

    /**
     * Reports a wanted codec that the phone does not get.
     *
     * @param reason what the template has instead
     */
    private void report(LayerStack.LayerValue item, CodecOrder.CodecPlace place, String reason) {
        unusedSettings.add(new UnusedSetting(CODECS, item, "the template has " + reason));
        ResolvedValue wanted = referenceResolver.follow(item, false);
        String left = OptionPicker.quoted(wanted) + " in 'codecs' is left out: " + template.path() + " has " + reason;
        if (place.outcome() == CodecOrder.CodecOutcome.NO_PRIORITY_LEFT) {
            unusedSettings.warningIfOwn(item, left + "; remove it");
            return;
        }
        TreeSet<String> others = new TreeSet<>();
        List<CodecPriority> priorities = template.header().codecs();
        (place.outcome() == CodecOrder.CodecOutcome.UNKNOWN
                        ? priorities
                        : priorities.subList(place.priority(), place.priority() + 1))
                .forEach(priority -> priority.options().forEach(option -> others.add(option.displayName())));
        String list = ProblemWording.list(List.copyOf(others), wanted.secret() ? "" : wanted.text());
        if (!item.layer().kind().isDefault()) {
            unusedSettings.error(item, left + "; it has " + list);
        } else if (wanted.secret()) {
            unusedSettings.warning(item, left + "; it has " + list);
        }
    }

    /** The first option that no earlier position has, else the first option. */
    private static ChoiceOption firstUnused(CodecPriority priority, List<ChoiceOption> picked) {
        return priority.options().stream()
                .filter(option -> picked.stream().noneMatch(taken -> CodecPriority.sameCodec(option, taken)))
                .findFirst()
                .orElse(priority.options().get(0));
    }
}
