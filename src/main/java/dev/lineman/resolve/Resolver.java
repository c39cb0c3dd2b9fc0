package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.ExtensionField;
import dev.lineman.inventory.ExtensionKey;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Layers;
import dev.lineman.inventory.ModelPattern;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.Secrets;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.template.Catalog;
import dev.lineman.template.Kind;
import dev.lineman.template.Match;
import dev.lineman.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds a phone's template and its named values.
 *
 * @param environment the agent's, as of its start
 */
public record Resolver(Inventory inventory, Catalog catalog, Secrets secrets, Map<String, String> environment) {
    private static final List<String> MANDATORY = ExtensionField.keys(field -> field.isRequired() && field.isDetail());

    public Resolver {
        environment = Map.copyOf(environment);
    }

    /** Resolves a phone. What is missing or in conflict is a problem, and then there is no template. */
    public Resolution resolve(Phone phone) {
        List<Fact> facts = new ArrayList<>();
        List<Problem> problems = new ArrayList<>(phone.conflicts());
        boolean held = false;
        for (Account account : phone.accounts()) {
            held |= inventory.contested(new ExtensionKey(phone.site(), account.number()));
            missing(account, problems);
        }
        Match.Found found = template(phone, facts, problems);
        if (found == null || held || !problems.isEmpty()) {
            return new Resolution(null, null, facts, problems);
        }
        PhoneNames names = new PhoneNames(phone, found, inventory, new References(secrets, environment));
        facts.addAll(names.facts());
        return new Resolution(found.template(), names, facts, problems);
    }

    /** What site templates see of a site. */
    public SiteModel resolve(String site) {
        return new SiteModel(site, inventory, new References(secrets, environment));
    }

    private static void missing(Account account, List<Problem> problems) {
        List<String> missing = new ArrayList<>();
        for (String key : MANDATORY) {
            if (account.layers().get(key) == null) {
                missing.add("'" + key + "'");
            }
        }
        if (!missing.isEmpty()) {
            problems.add(Problem.error(
                    account.position(),
                    "extension " + account.number() + " has a phone, and needs " + String.join(", ", missing)
                            + ": add it here or in a _defaults.yaml above"));
        }
    }

    private Match.@Nullable Found template(Phone phone, List<Fact> facts, List<Problem> problems) {
        Layers.Found explicit = phone.layers().get("template");
        Layers.Found model = phone.layers().get("model");
        String wanted = model == null ? null : String.valueOf(model.value());
        Match choice;
        Position at;
        String what;
        if (explicit != null) {
            String key = String.valueOf(explicit.value());
            at = explicit.position();
            what = "template '" + key + "'";
            choice = catalog.find(key, wanted);
            facts.add(new Fact(Fact.Kind.TEMPLATE, Kind.PHONE.folder() + Template.withoutExtension(key.strip())));
        } else if (wanted != null && model != null) {
            at = model.position();
            what = "model '" + wanted + "'";
            choice = catalog.find(wanted);
            facts.add(new Fact(Fact.Kind.MODEL, ModelPattern.normalise(wanted)));
        } else {
            problems.add(Problem.error(
                    phone.first().phonePosition(),
                    "the phone has no 'model': add it here or in a _defaults.yaml above"));
            return null;
        }
        if (choice instanceof Match.Found found) {
            facts.add(new Fact(Fact.Kind.TEMPLATE, found.template().path()));
            return found;
        }
        problems.add(Problem.error(at, reason(what, choice)));
        return null;
    }

    private static String reason(String what, Match choice) {
        if (choice instanceof Match.Missing missing) {
            return "no template below templates/phones is for " + what
                    + (missing.nearest().isEmpty() ? "" : "; the nearest are " + quoted(missing.nearest()));
        }
        if (choice instanceof Match.Ambiguous ambiguous) {
            return "several templates are for " + what + ": "
                    + ambiguous.templates().stream().map(Template::path).collect(Collectors.joining(" and "))
                    + "; choose one with 'template'";
        }
        Match.WhichModel which = (Match.WhichModel) choice;
        return "for " + what + ", " + which.template().path() + " has several models; set 'model' to one of "
                + quoted(which.template().models().stream()
                        .map(Template.Model::text)
                        .toList());
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }
}
