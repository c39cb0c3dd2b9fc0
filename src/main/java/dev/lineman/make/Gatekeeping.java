package dev.lineman.make;

import dev.lineman.access.Rule;
import dev.lineman.impact.Inputs;
import dev.lineman.inventory.Defaults;
import dev.lineman.inventory.Phone;
import dev.lineman.plan.Output;
import dev.lineman.resolve.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who may fetch what a cycle makes: a phone's files whom its {@code provisioning} lets in, all others whom the defaults at the
 * top of {@code extensions.d} do.
 */
public final class Gatekeeping {
    /** What the problems of the fleet's rule are about. */
    public static final String FLEET = "files of no phone";

    /** The file with the rule for files of no phone. */
    public static final String DEFAULTS = Folders.EXTENSIONS + '/' + Defaults.FILE_NAME;

    private final Inputs inputs;
    private final Map<String, String> environment;
    private final Admission fleet;

    public Gatekeeping(Inputs inputs, Map<String, String> environment) {
        this.inputs = inputs;
        this.environment = environment;
        this.fleet = fleet(inputs, environment);
    }

    private static Admission fleet(Inputs inputs, Map<String, String> environment) {
        Admission whole =
                Admission.of(inputs.inventory().defaultsOf(Folders.EXTENSIONS), inputs.secrets(), environment);
        Rule rule = whole.rule();
        return new Admission(rule == null ? null : rule.forAnybody(), whole.facts(), whole.problems());
    }

    /** Whether the files of no phone are for the same people by two sets of inputs. */
    public static boolean agree(Inputs one, Inputs other, Map<String, String> environment) {
        return fleet(one, environment).equals(fleet(other, environment));
    }

    Admission of(Phone phone) {
        return Admission.of(phone.layers(), inputs.secrets(), environment);
    }

    /** For the files of no phone. */
    public Admission fleet() {
        return fleet;
    }

    /** Outputs for those whom this lets in; where nobody can tell whom, as they were. Only what phones fetch has a rule. */
    public static List<Output> admitting(Admission admission, List<Output> outputs) {
        Rule rule = admission.rule();
        if (rule == null) {
            return outputs;
        }
        String access = rule.text().intern();
        List<Output> admitting = new ArrayList<>(outputs.size());
        for (Output output : outputs) {
            admitting.add(output.path().startsWith(Folders.PROVISIONING) ? output.withAccess(access) : output);
        }
        return admitting;
    }
}
