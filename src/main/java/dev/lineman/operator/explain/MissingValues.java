package dev.lineman.operator.explain;

import dev.lineman.build.State;
import dev.lineman.build.impact.BuildInputs;
import dev.lineman.inventory.Phone;
import dev.lineman.resolve.NeededNames;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.resolve.Resolver;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.ProvisioningLink;
import dev.lineman.template.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which values templates want that their phones do not have, as YAML to paste. */
public final class MissingValues {
    private final State state;
    private final Resolver resolver;

    public MissingValues(State state, Map<String, String> environment) {
        this.state = state;
        BuildInputs inputs = state.inputs();
        this.resolver = new Resolver(inputs.inventory(), inputs.catalog(), inputs.secrets(), environment);
    }

    /** For each template that wants some, a line that says so and the YAML; templates without phones want all. */
    public List<String> describe() {
        List<String> told = new ArrayList<>();
        state.inputs().catalog().phoneTemplates().stream()
                .sorted(Comparator.comparing(Template::path))
                .forEach(template -> {
                    Set<String> missing = missing(template);
                    if (!missing.isEmpty()) {
                        told.add(describe(template, missing));
                    }
                });
        return told;
    }

    private Set<String> missing(Template template) {
        Set<String> needed = NeededNames.of(template, state.inputs().catalog());
        Set<String> phones =
                state.dependencyIndex().readersOf(new Dependency(Dependency.DependencyKind.TEMPLATE, template.path()));
        if (needed.isEmpty() || phones.isEmpty()) {
            return needed;
        }
        Set<String> missing = new LinkedHashSet<>();
        for (String mac : phones) {
            Phone phone = state.problemIndex().of(mac).isEmpty()
                    ? null
                    : state.inputs().inventory().phone(mac);
            PhoneValues names = phone == null ? null : resolver.resolve(phone).values();
            if (names != null) {
                needed.stream().filter(name -> names.valueOf(name) == null).forEach(missing::add);
            }
        }
        missing.retainAll(needed);
        return missing;
    }

    private static String describe(Template template, Set<String> missing) {
        StringBuilder told = new StringBuilder(template.path())
                .append(" needs these values: fill them in, in a _defaults.yaml or beside an extension\n");
        if (missing.removeIf(ProvisioningLink::isName)) {
            told.append("provisioning_url: \"\"\n");
        }
        if (!missing.isEmpty()) {
            told.append("vars:\n");
            missing.forEach(name -> told.append("  ").append(key(name)).append(": \"\"\n"));
        }
        return told.toString();
    }

    private static String key(String name) {
        return Character.isLetterOrDigit(name.charAt(0)) ? name : '"' + name + '"';
    }
}
