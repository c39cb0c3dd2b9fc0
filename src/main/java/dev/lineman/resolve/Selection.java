package dev.lineman.resolve;

import dev.lineman.inventory.Fields;
import dev.lineman.inventory.Layers;
import dev.lineman.inventory.Phone;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.template.Template;
import dev.lineman.template.header.Choice;
import dev.lineman.template.header.CodecPriority;
import dev.lineman.template.header.Header;
import dev.lineman.template.header.Option;
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
final class Selection {
    private static final String OPTIONS = "options";
    private static final String DST = "dst";
    private static final String TRANSFER = "xfertype";
    private static final String NETWORK = "network";

    private final Phone phone;
    private final Template template;
    private final References references;
    private final Map<String, Value> values = new HashMap<>();
    private final Set<String> offered = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private Selection(Phone phone, Template template, References references) {
        this.phone = phone;
        this.template = template;
        this.references = references;
    }

    /** The values by name in lower case; what cannot be picked is noted as a problem. */
    static Map<String, Value> of(Phone phone, Template template, References references) {
        Selection selection = new Selection(phone, template, references);
        selection.select(template.header());
        return selection.values;
    }

    private void select(Header header) {
        header.choices().forEach(this::choose);
        if (header.dst() != null) {
            turn(header.dst());
        }
        if (header.transfer() != null) {
            transfer(header.transfer());
        }
        if (header.multicast() != null) {
            ring(header.multicast());
        }
        order(header.codecs());
        network(header.networks());
        refuseOthers();
    }

    private void choose(Choice choice) {
        Layers.Found found = option(choice.name());
        Option picked = choice.unpicked();
        if (found != null) {
            Value wanted = references.follow(found, false);
            List<Option> meant = choice.named(wanted.text());
            if (meant.size() == 1) {
                picked = meant.get(0);
            } else if (meant.size() > 1) {
                problem(
                        found,
                        quoted(wanted) + " is several options of '" + choice.name() + "': "
                                + Wording.list(meant.stream().map(Option::shown).toList(), ""));
            } else if (!found.layer().kind().isDefault()) {
                problem(found, unknown(wanted, choice.name(), choice.options()));
            }
        }
        set(choice.variables(picked), picked.at(), found);
    }

    private void turn(Header.Switch dst) {
        Layers.Found found = option(DST);
        String wanted = found == null ? "true" : references.follow(found, false).text();
        boolean on = wanted.equalsIgnoreCase("true");
        if (found != null && !on && !wanted.equalsIgnoreCase("false")) {
            problem(found, "'" + DST + "' is true or false");
        }
        Header.Words words = dst.words();
        values.putIfAbsent(dst.variable(), new Value(on ? words.yes() : words.no(), false, found, null));
    }

    private void transfer(Header.Transfer transfer) {
        Layers.Found found = option(TRANSFER);
        String wanted =
                found == null ? "bxfer" : references.follow(found, false).text();
        boolean attended = wanted.equalsIgnoreCase("attxfer");
        if (found != null && !attended && !wanted.equalsIgnoreCase("bxfer")) {
            problem(found, "'" + TRANSFER + "' is bxfer or attxfer");
        }
        Header.Transfer.Method method = attended ? transfer.attended() : transfer.blind();
        method.values().forEach((name, text) -> values.putIfAbsent(name, new Value(text, false, found, null)));
    }

    private void ring(Header.Multicast multicast) {
        Value blank = Value.derived(multicast.blank());
        multicast.names().forEach(name -> values.putIfAbsent(name, blank));
    }

    /** Gives each place among the codecs to the one that is wanted there, and those left over to whichever comes first. */
    private void order(List<CodecPriority> priorities) {
        Layers.Found found = phone.layers().get("codecs");
        if (priorities.isEmpty()) {
            if (found != null && !found.layer().kind().isDefault()) {
                problem(found, template.path() + " offers no codecs; remove 'codecs'");
            }
            return;
        }
        List<Layers.Found> wanted = found == null ? new ArrayList<>() : codecs(found, priorities);
        List<Option> picked = new ArrayList<>();
        for (int i = 0; i < priorities.size(); i++) {
            CodecPriority priority = priorities.get(i);
            Option option = i < wanted.size() ? codec(wanted.get(i), priority) : null;
            Layers.Found by = option == null ? null : wanted.get(i);
            if (option == null) {
                option = found == null ? priority.options().get(0) : left(priority, picked);
            }
            picked.add(option);
            set(priority.variables(option), option.at(), by);
        }
    }

    /** Those that are wanted, in their order, without defaults that this template knows nothing of. */
    private List<Layers.Found> codecs(Layers.Found list, List<CodecPriority> priorities) {
        Fields.Items items = (Fields.Items) list.value();
        List<Layers.Found> wanted = new ArrayList<>();
        for (int i = 0; i < items.values().size(); i++) {
            Layers.Found item = new Layers.Found(items.values().get(i), list.layer(), items.placeOf(i));
            String name = references.follow(item, false).text();
            boolean known = priorities.stream().anyMatch(priority -> priority.named(name) != null);
            if (known || !list.layer().kind().isDefault()) {
                wanted.add(item);
            }
        }
        return wanted;
    }

    private @Nullable Option codec(Layers.Found item, CodecPriority priority) {
        Value wanted = references.follow(item, false);
        Option option = priority.named(wanted.text());
        if (option == null && !item.layer().kind().isDefault()) {
            problem(item, unknown(wanted, "codecs", priority.options()));
        }
        return option;
    }

    private static Option left(CodecPriority priority, List<Option> picked) {
        return priority.options().stream()
                .filter(option -> picked.stream().noneMatch(taken -> CodecPriority.same(option, taken)))
                .findFirst()
                .orElse(priority.options().get(0));
    }

    private void network(@Nullable List<String> allowed) {
        Layers.Found found = phone.layers().get(NETWORK);
        String usual = allowed == null || allowed.isEmpty() ? "LOCALLAN" : allowed.get(0);
        Value network = Value.derived(usual);
        if (found != null) {
            Value wanted = references.follow(found, false);
            if (allowed == null) {
                network = wanted;
            } else if (allowed.stream().anyMatch(wanted.text()::equalsIgnoreCase)) {
                String named = allowed.stream()
                        .filter(wanted.text()::equalsIgnoreCase)
                        .findFirst()
                        .orElse(usual);
                network = Value.given(named, false, found);
            } else if (!found.layer().kind().isDefault()) {
                problem(
                        found,
                        quoted(wanted) + " is no network of " + template.path() + "; it is one of "
                                + Wording.list(allowed, wanted.text()));
            }
        }
        values.put(NETWORK, network);
    }

    private void refuseOthers() {
        for (String name : phone.layers().keys(OPTIONS)) {
            Layers.Found found = phone.layers().get(OPTIONS, name);
            if (found != null
                    && !offered.contains(name)
                    && !found.layer().kind().isDefault()) {
                problem(
                        found,
                        "'" + name + "' is no choice of " + template.path() + "; its choices are "
                                + Wording.list(List.copyOf(offered), name));
            }
        }
    }

    /** What was picked for a choice, which from now on counts as offered. */
    private Layers.@Nullable Found option(String name) {
        offered.add(name);
        Layers.Found exact = phone.layers().get(OPTIONS, name);
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

    private String unknown(Value wanted, String choice, List<Option> options) {
        List<String> names = options.stream().map(Option::shown).toList();
        return quoted(wanted) + " is no option of '" + choice + "' in " + template.path() + "; it is one of "
                + Wording.list(names, wanted.secret() ? "" : wanted.text());
    }

    private static String quoted(Value wanted) {
        return wanted.secret() ? "this" : "'" + wanted.text() + "'";
    }

    private void set(Map<String, String> variables, Position at, Layers.@Nullable Found picked) {
        variables.forEach((name, text) -> values.putIfAbsent(name, new Value(text, false, picked, at)));
    }

    private void problem(Layers.Found found, String message) {
        references.note(Problem.error(found.position(), message));
    }
}
