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
 * What a phone picks of what its template offers, as named values (CONTRACT §3.5). What {@code _defaults.yaml} picks is
 * for many templates, so that one that does not offer it is none the worse; whatever stands nearer has to be there.
 */
final class OptionSelection {
    private static final String OPTIONS = "options";
    private static final String DST = "dst";
    private static final String TRANSFER = "xfertype";
    private static final String NETWORK = "network";

    private final Phone phone;
    private final Template template;
    private final ReferenceResolver referenceResolver;
    private final Map<String, ResolvedValue> values = new HashMap<>();
    private final Set<String> offered = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private OptionSelection(Phone phone, Template template, ReferenceResolver referenceResolver) {
        this.phone = phone;
        this.template = template;
        this.referenceResolver = referenceResolver;
    }

    /** The values by name in lower case; what cannot be picked is noted as a problem. */
    static Map<String, ResolvedValue> of(Phone phone, Template template, ReferenceResolver referenceResolver) {
        OptionSelection selection = new OptionSelection(phone, template, referenceResolver);
        selection.select(template.header());
        return selection.values;
    }

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

    private void setChoice(HeaderChoice choice) {
        LayerStack.LayerValue found = option(choice.name());
        ChoiceOption picked = choice.defaultOption();
        if (found != null) {
            ResolvedValue wanted = referenceResolver.follow(found, false);
            List<ChoiceOption> meant = choice.matching(wanted.text());
            if (meant.size() == 1) {
                picked = meant.get(0);
            } else if (meant.size() > 1) {
                report(
                        found,
                        quoted(wanted) + " is several options of '" + choice.name() + "': "
                                + ProblemWording.list(
                                        meant.stream()
                                                .map(ChoiceOption::displayName)
                                                .toList(),
                                        ""));
            } else if (!found.layer().kind().isDefault()) {
                report(found, unknownOption(wanted, choice.name(), choice.options()));
            }
        }
        setVariables(choice.variables(picked), picked.at(), found);
    }

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

    private void setMulticast(Header.Multicast multicast) {
        ResolvedValue blank = ResolvedValue.derived(multicast.emptyValue());
        multicast.names().forEach(name -> values.putIfAbsent(name, blank));
    }

    /** Gives each place among the codecs to the one that is wanted there, and those left over to whichever comes first. */
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

    /** Those that are wanted, in their order, without defaults that this template knows nothing of. */
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

    private @Nullable ChoiceOption findCodec(LayerStack.LayerValue item, CodecPriority priority) {
        ResolvedValue wanted = referenceResolver.follow(item, false);
        ChoiceOption option = priority.find(wanted.text());
        if (option == null && !item.layer().kind().isDefault()) {
            report(item, unknownOption(wanted, "codecs", priority.options()));
        }
        return option;
    }

    private static ChoiceOption firstUnused(CodecPriority priority, List<ChoiceOption> picked) {
        return priority.options().stream()
                .filter(option -> picked.stream().noneMatch(taken -> CodecPriority.sameCodec(option, taken)))
                .findFirst()
                .orElse(priority.options().get(0));
    }

    private void setNetwork(@Nullable List<String> allowed) {
        LayerStack.LayerValue found = phone.layers().get(NETWORK);
        String usual = allowed == null || allowed.isEmpty() ? "LOCALLAN" : allowed.get(0);
        ResolvedValue network = ResolvedValue.derived(usual);
        if (found != null) {
            ResolvedValue wanted = referenceResolver.follow(found, false);
            if (allowed == null) {
                network = wanted;
            } else if (allowed.stream().anyMatch(wanted.text()::equalsIgnoreCase)) {
                String named = allowed.stream()
                        .filter(wanted.text()::equalsIgnoreCase)
                        .findFirst()
                        .orElse(usual);
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

    /** What was picked for a choice, which from now on counts as offered. */
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

    private String unknownOption(ResolvedValue wanted, String choice, List<ChoiceOption> options) {
        List<String> names = options.stream().map(ChoiceOption::displayName).toList();
        return quoted(wanted) + " is no option of '" + choice + "' in " + template.path() + "; it is one of "
                + ProblemWording.list(names, wanted.secret() ? "" : wanted.text());
    }

    private static String quoted(ResolvedValue wanted) {
        return wanted.secret() ? "this" : "'" + wanted.text() + "'";
    }

    private void setVariables(Map<String, String> variables, Position at, LayerStack.@Nullable LayerValue picked) {
        variables.forEach((name, text) -> values.putIfAbsent(name, new ResolvedValue(text, false, picked, at)));
    }

    private void report(LayerStack.LayerValue found, String message) {
        referenceResolver.report(Problem.error(found.position(), message));
    }
}
