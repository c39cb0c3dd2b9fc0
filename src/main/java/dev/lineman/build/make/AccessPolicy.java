package dev.lineman.build.make;

import dev.lineman.access.AccessRule;
import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.plan.Output;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.resolve.access.AccessResolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who may fetch what a cycle makes: a phone's files whom its {@code provisioning} lets in, all others whom the defaults at the
 * top of {@code extensions.d} do.
 */
public final class AccessPolicy {
    /** What the problems of the fleet's rule are about. */
    public static final String FLEET = "files of no phone";

    /** The file with the rule for files of no phone. */
    public static final String DEFAULTS = FolderNames.EXTENSIONS + '/' + FolderDefaults.FILE_NAME;

    private final BuildInputs inputs;
    private final Map<String, String> environment;
    private final AccessResolution fleet;

    public AccessPolicy(BuildInputs inputs, Map<String, String> environment) {
        this.inputs = inputs;
        this.environment = environment;
        this.fleet = fleet(inputs, environment);
    }

    private static AccessResolution fleet(BuildInputs inputs, Map<String, String> environment) {
        AccessResolution whole = AccessResolution.of(
                inputs.inventory().defaultsOf(FolderNames.EXTENSIONS), inputs.secrets(), environment);
        AccessRule rule = whole.rule();
        return new AccessResolution(rule == null ? null : rule.withoutPhone(), whole.dependencies(), whole.problems());
    }

    /** Whether the files of no phone are for the same people by two sets of inputs. */
    public static boolean agree(BuildInputs one, BuildInputs other, Map<String, String> environment) {
        return fleet(one, environment).equals(fleet(other, environment));
    }

    AccessResolution of(Phone phone) {
        return AccessResolution.of(phone.layers(), inputs.secrets(), environment);
    }

    /** For the files of no phone. */
    public AccessResolution fleet() {
        return fleet;
    }

    /** Outputs for those whom this lets in; where nobody can tell whom, as they were. Only what phones fetch has a rule. */
    public static List<Output> admitting(AccessResolution accessResolution, List<Output> outputs) {
        AccessRule rule = accessResolution.rule();
        if (rule == null) {
            return outputs;
        }
        String access = rule.text().intern();
        List<Output> admitting = new ArrayList<>(outputs.size());
        for (Output output : outputs) {
            admitting.add(output.path().startsWith(FolderNames.PROVISIONING) ? output.withAccess(access) : output);
        }
        return admitting;
    }
}
