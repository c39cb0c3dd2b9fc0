package dev.lineman.resolve;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.ProblemWording;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.Template;
import dev.lineman.template.header.ChoiceOption;
import dev.lineman.template.header.CodecPriority;
import dev.lineman.template.header.Header;
import dev.lineman.template.header.HeaderChoice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Picks one option of each choice of a template for a phone, and returns the values that these options set.
 *
 * <p>A {@code _defaults.yaml} applies to many templates, so a template may lack what it picks. A pick in a
 * nearer layer must exist, otherwise it is a problem. Used once, by {@link PhoneValues}.
 */
final class OptionSelection {
    private static final String OPTIONS = "options";
    private static final String DST = "dst";
    private static final String TRANSFER = "xfertype";
    private static final String NETWORK = "network";

    private final Phone phone;
    private final Template template;
    private final ReferenceResolver referenceResolver;
    /** The result by name in lower case. The first value of a name counts. */
    private final Map<String, ResolvedValue> values = new HashMap<>();
    /** Names of the template's choices. */
    private final Set<String> offered = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private OptionSelection(Phone phone, Template template, ReferenceResolver referenceResolver) {
        this.phone = phone;
        this.template = template;
        this.referenceResolver = referenceResolver;
    }

    /** The values of all choices, by name in lower case. Problems go to the resolver. */
    static Map<String, ResolvedValue> of(Phone phone, Template template, ReferenceResolver referenceResolver) {
        OptionSelection selection = new OptionSelection(phone, template, referenceResolver);
        selection.select(template.header());
        return selection.values;
    }

    /** Applies the offers of a header in a fixed order, since the first value of a name counts. */
    private void select(Header header) {
        header.choices().forEach(this::setChoice);
        if (header.daylightSaving() != null) {
            setDaylightSaving(header.daylightSaving());
        }
        if (header.transfer() != null) {
            setTransfer(header.transfer());
        }
        if (header.multicast() != null) {
            setMulticast(header.multicast());
        }
        setCodecs(header.codecs());
        setNetwork(header.networks());
        reportUnknownOptions();
    }

    /** Sets the variables of the picked option, or of the default option. */
    private void setChoice(HeaderChoice choice) {
        LayerStack.LayerValue found = option(choice.name());
        ChoiceOption picked = choice.defaultOption();
        if (found != null) {
            ResolvedValue wanted = referenceResolver.follow(found, false);
            List<ChoiceOption> matches = choice.matching(wanted.text());
            if (matches.size() == 1) {
                picked = matches.get(0);
            } else if (matches.size() > 1) {
                report(
                        found,
                        quoted(wanted) + " is several options of '" + choice.name() + "': "
                                + ProblemWording.list(
                                        matches.stream()
                                                .map(ChoiceOption::displayName)
                                                .toList(),
                                        ""));
            } else if (!found.layer().kind().isDefault()) {
                report(found, unknownOption(wanted, choice.name(), choice.options()));
            }
        }
        setVariables(choice.variables(picked), picked.at(), found);
    }

    /** Daylight saving time is on unless {@code options} turns it off. */
    private void setDaylightSaving(Header.Switch dst) {
        LayerStack.LayerValue found = option(DST);
        String wanted =
                found == null ? "true" : referenceResolver.follow(found, false).text();
        boolean on = wanted.equalsIgnoreCase("true");
        if (found != null && !on && !wanted.equalsIgnoreCase("false")) {
            report(found, "'" + DST + "' is true or false");
        }
        Header.SwitchTexts words = dst.texts();
        values.putIfAbsent(dst.variable(), new ResolvedValue(on ? words.on() : words.off(), false, found, null));
    }

    /** Calls are transferred blind unless {@code options} asks for attended transfer. */
    private void setTransfer(Header.Transfer transfer) {
        LayerStack.LayerValue found = option(TRANSFER);
        String wanted =
                found == null ? "bxfer" : referenceResolver.follow(found, false).text();
        boolean attended = wanted.equalsIgnoreCase("attxfer");
        if (found != null && !attended && !wanted.equalsIgnoreCase("bxfer")) {
            report(found, "'" + TRANSFER + "' is bxfer or attxfer");
        }
        Header.Transfer.Method method = attended ? transfer.attended() : transfer.blind();
        method.values().forEach((name, text) -> values.putIfAbsent(name, new ResolvedValue(text, false, found, null)));
    }

    /** Gives an empty value to each name of each multicast group. */
    private void setMulticast(Header.Multicast multicast) {
        ResolvedValue blank = ResolvedValue.derived(multicast.emptyValue());
        multicast.names().forEach(name -> values.putIfAbsent(name, blank));
    }

    /**
     * Gives each position to the codec that the phone wants there. Remaining positions get the first codec that
     * is not in use yet.
     */
    private void setCodecs(List<CodecPriority> priorities) {
        LayerStack.LayerValue found = phone.layers().get("codecs");
        if (priorities.isEmpty()) {
            if (found != null && !found.layer().kind().isDefault()) {
                report(found, template.path() + " offers no codecs; remove 'codecs'");
            }
            return;
        }
        List<LayerStack.LayerValue> wanted = found == null ? new ArrayList<>() : wantedCodecs(found, priorities);
        List<ChoiceOption> picked = new ArrayList<>();
        for (int i = 0; i < priorities.size(); i++) {
            CodecPriority priority = priorities.get(i);
            ChoiceOption option = i < wanted.size() ? findCodec(wanted.get(i), priority) : null;
            LayerStack.LayerValue by = option == null ? null : wanted.get(i);
            if (option == null) {
                option = found == null ? priority.options().get(0) : firstUnused(priority, picked);
            }
            picked.add(option);
            setVariables(priority.variables(option), option.at(), by);
        }
    }

    /** The wanted codecs in their order. Unknown ones from a {@code _defaults.yaml} are left out. */
    private List<LayerStack.LayerValue> wantedCodecs(LayerStack.LayerValue list, List<CodecPriority> priorities) {
        FieldValues.Items items = (FieldValues.Items) list.value();
        List<LayerStack.LayerValue> wanted = new ArrayList<>();
        for (int i = 0; i < items.values().size(); i++) {
            LayerStack.LayerValue item =
                    new LayerStack.LayerValue(items.values().get(i), list.layer(), items.packedPosition(i));
            String name = referenceResolver.follow(item, false).text();
            boolean known = priorities.stream().anyMatch(priority -> priority.find(name) != null);
            if (known || !list.layer().kind().isDefault()) {
                wanted.add(item);
            }
        }
        return wanted;
    }

    /** The option for a wanted codec; null if this position does not allow it. */
    private @Nullable ChoiceOption findCodec(LayerStack.LayerValue item, CodecPriority priority) {
        ResolvedValue wanted = referenceResolver.follow(item, false);
        ChoiceOption option = priority.find(wanted.text());
        if (option == null && !item.layer().kind().isDefault()) {
            report(item, unknownOption(wanted, "codecs", priority.options()));
        }
        return option;
    }

    /** The first option that no earlier position has, else the first option. */
    private static ChoiceOption firstUnused(CodecPriority priority, List<ChoiceOption> picked) {
        return priority.options().stream()
                .filter(option -> picked.stream().noneMatch(taken -> CodecPriority.sameCodec(option, taken)))
                .findFirst()
                .orElse(priority.options().get(0));
    }

    /** Sets {@code network}: the phone's value if the template allows it, else the first allowed one. */
    private void setNetwork(@Nullable List<String> allowed) {
        LayerStack.LayerValue found = phone.layers().get(NETWORK);
        String defaultNetwork = allowed == null || allowed.isEmpty() ? "LOCALLAN" : allowed.get(0);
        ResolvedValue network = ResolvedValue.derived(defaultNetwork);
        if (found != null) {
            ResolvedValue wanted = referenceResolver.follow(found, false);
            if (allowed == null) {
                network = wanted;
            } else if (allowed.stream().anyMatch(wanted.text()::equalsIgnoreCase)) {
                String named = allowed.stream()
                        .filter(wanted.text()::equalsIgnoreCase)
                        .findFirst()
                        .orElse(defaultNetwork);
                network = ResolvedValue.given(named, false, found);
            } else if (!found.layer().kind().isDefault()) {
                report(
                        found,
                        quoted(wanted) + " is no network of " + template.path() + "; it is one of "
                                + ProblemWording.list(allowed, wanted.text()));
            }
        }
        values.put(NETWORK, network);
    }

    /** Reports picks for choices that the template does not have. */
    private void reportUnknownOptions() {
        for (String name : phone.layers().keys(OPTIONS)) {
            LayerStack.LayerValue found = phone.layers().get(OPTIONS, name);
            if (found != null
                    && !offered.contains(name)
                    && !found.layer().kind().isDefault()) {
                report(
                        found,
                        "'" + name + "' is no choice of " + template.path() + "; its choices are "
                                + ProblemWording.list(List.copyOf(offered), name));
            }
        }
    }

    /**
     * The phone's pick for a choice, in any case of letters; null if it has none. The choice then counts as
     * offered.
     */
    private LayerStack.@Nullable LayerValue option(String name) {
        offered.add(name);
        LayerStack.LayerValue exact = phone.layers().get(OPTIONS, name);
        if (exact != null) {
            return exact;
        }
        for (String key : phone.layers().keys(OPTIONS)) {
            if (key.equalsIgnoreCase(name)) {
                return phone.layers().get(OPTIONS, key);
            }
        }
        return null;
    }

    /** The message for an unknown option, with the options that the choice has. */
    private String unknownOption(ResolvedValue wanted, String choice, List<ChoiceOption> options) {
        List<String> names = options.stream().map(ChoiceOption::displayName).toList();
        return quoted(wanted) + " is no option of '" + choice + "' in " + template.path() + "; it is one of "
                + ProblemWording.list(names, wanted.secret() ? "" : wanted.text());
    }

    /** The wanted text for a message; never a secret. */
    private static String quoted(ResolvedValue wanted) {
        return wanted.secret() ? "this" : "'" + wanted.text() + "'";
    }

    /** Sets the variables that have no value yet. */
    private void setVariables(Map<String, String> variables, Position at, LayerStack.@Nullable LayerValue picked) {
        variables.forEach((name, text) -> values.putIfAbsent(name, new ResolvedValue(text, false, picked, at)));
    }

    /** Reports a problem at the position of the phone's pick, unless the pick is a placeholder for a missing value. */
    private void report(LayerStack.LayerValue found, String message) {
        boolean assumed = found.value() instanceof FieldValues.ValueReference
                && referenceResolver.isAssumed(
                        referenceResolver.follow(found, false).text());
        if (!assumed) {
            referenceResolver.report(Problem.blocking(found.position(), message));
        }
    }
}
