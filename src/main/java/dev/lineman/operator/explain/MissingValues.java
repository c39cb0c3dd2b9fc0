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

/**
 * Lists the values that templates need and their phones do not have, as YAML to paste. The {@code check} command
 * prints it. For one state, by one thread.
 */
public final class MissingValues {
    private final State state;
    private final Resolver resolver;

    /** @param environment the environment variables of the agent, from its start */
    public MissingValues(State state, Map<String, String> environment) {
        this.state = state;
        BuildInputs inputs = state.inputs();
        this.resolver = new Resolver(inputs.inventory(), inputs.catalog(), inputs.secrets(), environment);
    }

    /**
     * For each template with missing values, a line that says so and the YAML. For a template without phones, all
     * values that it needs are missing.
     */
    public List<String> describe() {
        List<String> texts = new ArrayList<>();
        state.inputs().catalog().phoneTemplates().stream()
                .sorted(Comparator.comparing(Template::path))
                .forEach(template -> {
                    Set<String> missing = missing(template);
                    if (!missing.isEmpty()) {
                        texts.add(describe(template, missing));
                    }
                });
        return texts;
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
        StringBuilder text = new StringBuilder(template.path())
                .append(" needs these values: set them in a _defaults.yaml or in an extension file\n");
        if (missing.removeIf(ProvisioningLink::isName)) {
            text.append("provisioning_url: \"\"\n");
        }
        if (!missing.isEmpty()) {
            text.append("vars:\n");
            missing.forEach(name -> text.append("  ").append(key(name)).append(": \"\"\n"));
        }
        return text.toString();
    }

    /** A name as a YAML key. Names that start with a special character need quotes. */
    private static String key(String name) {
        return Character.isLetterOrDigit(name.charAt(0)) ? name : '"' + name + '"';
    }
}
