package dev.lineman.resolve.option;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.resolve.value.ProblemWording;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.Template;
import dev.lineman.template.header.BuiltInOption;
import dev.lineman.template.header.Header;
import dev.lineman.template.header.HeaderChoice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Picks one option of each choice of a template for a phone and for each of its lines, and keeps the values that these
 * options set. The values of the phone are those of its first line.
 *
 * <p>If the template lacks what a layer picks, its default counts. {@link UnusedSettings} says so. {@link #of} makes it;
 * then it is immutable.
 */
public final class OptionSelection {
    private static final String OPTIONS = ExtensionField.OPTIONS.key();
    private static final String NETWORK = ExtensionField.NETWORK.key();

    private final Phone phone;
    private final SelectionContext context;
    private final Template template;
    private final ReferenceResolver referenceResolver;
    private final UnusedSettings unusedSettings;
    /** The values of the phone by name in lower case. The first value of a name counts. */
    private final Map<String, ResolvedValue> values = new HashMap<>();
    /** For each account, the values of its line by name in lower case: only those that each line has for itself. */
    private final List<Map<String, ResolvedValue>> lines = new ArrayList<>();

    private OptionSelection(Phone phone, SelectionContext context) {
        this.phone = phone;
        this.context = context;
        this.template = context.template();
        this.referenceResolver = context.referenceResolver();
        this.unusedSettings = context.unusedSettings();
    }

    /** Selects the values of all choices. Problems go to the context. */
    public static OptionSelection of(Phone phone, SelectionContext context) {
        OptionSelection selection = new OptionSelection(phone, context);
        selection.select(context.template().header());
        return selection;
    }

    /** The values of the phone, by name in lower case. */
    public Map<String, ResolvedValue> ofPhone() {
        return Collections.unmodifiableMap(values);
    }

    /**
     * The values that the line of an account has for itself, by name in lower case.
     *
     * @param account its index among the accounts of the phone
     */
    public Map<String, ResolvedValue> ofLine(int account) {
        return Collections.unmodifiableMap(lines.get(account));
    }

    /** Applies the offers of a header in a fixed order, since the first value of a name counts. */
    private void select(Header header) {
        RequiredOptions required = new RequiredOptions(phone.lineLayers(), context);
        OptionPicker picker = new OptionPicker(phone.layers(), required, context);
        OptionPicker linePicker = phone.accounts().size() == 1 ? picker : linePicker(phone.layers());
        Map<String, ResolvedValue> first = new HashMap<>();
        for (HeaderChoice choice : header.choices()) {
            OptionPicker.OptionPick pick = (choice.isOfLine() ? linePicker : picker).choice(choice);
            setVariables(pick, values);
            if (choice.isOfLine()) {
                setVariables(pick, first);
            }
        }
        if (header.daylightSaving() != null) {
            setDaylightSaving(header.daylightSaving(), picker);
        }
        if (header.transfer() != null) {
            setTransfer(header.transfer(), picker);
        }
        if (header.multicast() != null) {
            setMulticast(header.multicast());
        }
        for (OptionPicker.OptionPick pick : CodecSelection.picks(phone.layers(), context)) {
            setVariables(pick, values);
            if (header.hasCodecsOfLine()) {
                setVariables(pick, first);
            }
        }
        lines.add(first);
        for (int i = 1; i < phone.accounts().size(); i++) {
            lines.add(selectLine(phone.lineLayers().get(i), header));
        }
        setNetwork(header);
        reportUnknownOptions(header);
        required.reportMissingOptions();
    }

    /** The values of a further line, which has only what each line has for itself. */
    private Map<String, ResolvedValue> selectLine(LayerStack layers, Header header) {
        Map<String, ResolvedValue> line = new HashMap<>();
        OptionPicker picker = null;
        for (HeaderChoice choice : header.choices()) {
            if (choice.isOfLine()) {
                picker = picker == null ? linePicker(layers) : picker;
                OptionPicker.OptionPick pick = picker.choice(choice);
                setVariables(pick, line);
            }
        }
        if (header.hasCodecsOfLine()) {
            CodecSelection.picks(layers, context).forEach(pick -> setVariables(pick, line));
        }
        return line;
    }

    /** Picks options of one line. What its own layers require counts, whatever other lines require. */
    private OptionPicker linePicker(LayerStack layers) {
        return new OptionPicker(layers, new RequiredOptions(List.of(layers), context), context);
    }

    /** Daylight saving time is on unless {@code options} turns it off. */
    private void setDaylightSaving(Header.Switch dst, OptionPicker picker) {
        ResolvedValue picked = picker.builtIn(BuiltInOption.DST);
        Header.SwitchTexts words = dst.texts();
        String text = picked.text().equals("true") ? words.on() : words.off();
        values.putIfAbsent(dst.variable(), new ResolvedValue(text, false, picked.origin(), null));
    }

    /** Calls are transferred blind unless {@code options} asks for attended transfer. */
    private void setTransfer(Header.Transfer transfer, OptionPicker picker) {
        ResolvedValue picked = picker.builtIn(BuiltInOption.TRANSFER);
        Header.Transfer.Method method = picked.text().equals("attxfer") ? transfer.attended() : transfer.blind();
        method.values()
                .forEach((name, text) ->
                        values.putIfAbsent(name, new ResolvedValue(text, false, picked.origin(), null)));
    }

    /** Gives an empty value to each name of each multicast group. */
    private void setMulticast(Header.Multicast multicast) {
        ResolvedValue blank = ResolvedValue.derived(multicast.emptyValue());
        multicast.names().forEach(name -> values.putIfAbsent(name, blank));
    }

    /** Sets {@code network}: the phone's value if the template allows it, else the first allowed one. */
    private void setNetwork(Header header) {
        LayerStack.LayerValue found = phone.layers().get(NETWORK);
        List<String> allowed = header.networks();
        ResolvedValue network = ResolvedValue.derived(header.defaultNetwork());
        if (found != null) {
            ResolvedValue wanted = referenceResolver.follow(found, false);
            String named = header.network(wanted.text());
            if (named != null) {
                network = allowed == null ? wanted : ResolvedValue.given(named, false, found);
            } else {
                unusedSettings.add(new UnusedSetting(NETWORK, found, "the template has no such network"));
                unusedSettings.errorIfOwn(
                        found,
                        OptionPicker.quoted(wanted) + " is no network of " + template.path() + ", so '" + network.text()
                                + "' is used; it is one of "
                                + ProblemWording.list(allowed == null ? List.of() : allowed, wanted.text()));
            }
        }
        values.put(NETWORK, network);
    }

    /** Reports picks for choices that the template does not have. */
    private void reportUnknownOptions(Header header) {
        for (String name : phone.layers().keys(OPTIONS)) {
            LayerStack.LayerValue found = phone.layers().get(OPTIONS, name);
            if (found != null && header.option(name) == null) {
                unusedSettings.add(new UnusedSetting(name, found, "the template has no such option"));
                unusedSettings.errorIfOwn(
                        found,
                        template.path() + " has no option '" + name + "', so it is left out"
                                + ProblemWording.optionsOf(header, name));
            }
        }
    }

    /** Sets the variables that have no value yet. */
    private static void setVariables(OptionPicker.OptionPick pick, Map<String, ResolvedValue> values) {
        pick.variables()
                .forEach(
                        (name, text) -> values.putIfAbsent(name, new ResolvedValue(text, false, pick.by(), pick.at())));
    }
}
