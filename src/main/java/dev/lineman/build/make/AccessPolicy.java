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
 * Finds the access rule for each file that a cycle makes. A phone's files use the phone's {@code provisioning} keys.
 * All other files use the defaults in {@code extensions.d/_defaults.yaml}. Immutable, so thread-safe.
 */
public final class AccessPolicy {
    /** The subject of problems with the rule for files of no phone. */
    public static final String FLEET = "files of no phone";

    /** The path of the file with the rule for files of no phone. */
    public static final String DEFAULTS = FolderNames.EXTENSIONS + '/' + FolderDefaults.FILE_NAME;

    private final BuildInputs inputs;
    private final Map<String, String> environment;
    private final AccessResolution fleetAccess;

    /**
     * Creates the policy for one cycle.
     *
     * @param environment the environment variables that passwords may refer to
     */
    public AccessPolicy(BuildInputs inputs, Map<String, String> environment) {
        this.inputs = inputs;
        this.environment = environment;
        this.fleetAccess = fleetAccess(inputs, environment);
    }

    /** Resolves the rule for files of no phone. It keeps no condition that only one phone can meet. */
    private static AccessResolution fleetAccess(BuildInputs inputs, Map<String, String> environment) {
        AccessResolution resolution = AccessResolution.of(
                inputs.inventory().defaultsOf(FolderNames.EXTENSIONS), inputs.secrets(), environment);
        AccessRule rule = resolution.rule();
        return new AccessResolution(
                rule == null ? null : rule.withoutPhone(), resolution.dependencies(), resolution.problems());
    }

    /** Returns whether two versions of the inputs have the same rule for files of no phone. */
    public static boolean hasSameFleetAccess(BuildInputs one, BuildInputs other, Map<String, String> environment) {
        return fleetAccess(one, environment).equals(fleetAccess(other, environment));
    }

    /** Resolves the rule for a phone's files. */
    AccessResolution phoneAccess(Phone phone) {
        return AccessResolution.of(phone.layers(), inputs.secrets(), environment);
    }

    /** Returns the rule for files of no phone. */
    public AccessResolution fleetAccess() {
        return fleetAccess;
    }

    /**
     * Returns outputs with the new access rule. If the rule is unknown, the outputs keep the old one. Only files
     * below {@code provisioning/} have a rule, because the others are not served.
     */
    public static List<Output> withAccess(AccessResolution accessResolution, List<Output> outputs) {
        AccessRule rule = accessResolution.rule();
        if (rule == null) {
            return outputs;
        }
        String access = rule.text().intern();
        List<Output> updated = new ArrayList<>(outputs.size());
        for (Output output : outputs) {
            updated.add(output.path().startsWith(FolderNames.PROVISIONING) ? output.withAccess(access) : output);
        }
        return updated;
    }
}
