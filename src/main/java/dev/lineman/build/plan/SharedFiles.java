package dev.lineman.build.plan;

import dev.lineman.build.impact.TargetKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Knows which files phones with different tokens share. Such a file leads to no token. Renderers on any thread ask it; the
 * thread of the cycle updates it.
 */
public final class SharedFiles {
    private volatile OutputIndex outputIndex;

    /** @param before the outputs of the last cycle */
    public SharedFiles(OutputIndex before) {
        this.outputIndex = before;
    }

    /** Whether phones with different tokens make the file with a folded name. */
    public boolean hasSeveralTokens(String name) {
        return outputIndex.hasSeveralTokens(name);
    }

    /**
     * Continues with the outputs of this cycle.
     *
     * @param names the folded names with claims that this cycle may have changed
     * @return the keys of the phones whose files this cycle made with the token although they now have none, or the
     *     reverse
     */
    public Set<String> update(OutputIndex after, Collection<String> names) {
        Set<String> targetKeys = new LinkedHashSet<>();
        for (String name : names) {
            if (outputIndex.hasSeveralTokens(name) != after.hasSeveralTokens(name)) {
                targetKeys.addAll(after.targetKeys(name));
            }
        }
        targetKeys.removeIf(targetKey -> !TargetKey.isPhone(targetKey));
        outputIndex = after;
        return targetKeys;
    }
}
