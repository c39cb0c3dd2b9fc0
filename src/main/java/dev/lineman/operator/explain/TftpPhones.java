package dev.lineman.operator.explain;

import dev.lineman.access.TftpPermission;
import dev.lineman.build.State;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.fs.FileNames;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.model.ModelField;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which phones use TFTP: {@code tftp} below {@code provisioning} decides, or else the model's features. A phone
 * whose extension cannot be read keeps its last answer, as it keeps its last files. Thread-safe.
 */
final class TftpPhones {
    private static final String FEATURE = "tftp";

    /** The phones of a shared file that are looked at. A file of more phones is for all of one kind. */
    private static final int MAX_PHONES = 64;

    /** The phones that used TFTP when they were last looked at. */
    private final Set<String> lastKnown = ConcurrentHashMap.newKeySet();

    /**
     * Returns whether a file may go out by TFTP, apart from its access rule.
     *
     * @param path below {@code out/}
     */
    TftpPermission permission(State state, String path) {
        if (!state.reconciled()) {
            return TftpPermission.UNKNOWN;
        }
        Set<String> targets = state.outputIndex().targetKeys(FileNames.fold(path));
        boolean permitted = targets.stream().limit(MAX_PHONES).anyMatch(key -> isPermitted(state, key));
        return permitted ? TftpPermission.PERMITTED : TftpPermission.DENIED;
    }

    private boolean isPermitted(State state, String key) {
        if (!TargetKey.isPhone(key)) {
            return true;
        }
        Phone phone = state.inputs().inventory().phone(key);
        if (phone == null) {
            return lastKnown.contains(key);
        }
        boolean uses = usesTftp(state, phone);
        if (uses) {
            lastKnown.add(key);
        } else {
            lastKnown.remove(key);
        }
        return uses;
    }

    private static boolean usesTftp(State state, Phone phone) {
        LayerStack.LayerValue own = phone.layers().get("provisioning", FEATURE);
        if (own != null) {
            return own.value().equals("true");
        }
        TemplateMatch.MatchedTemplate found = Explainer.findTemplate(state, phone);
        return found != null && found.entry().texts(ModelField.FEATURES).contains(FEATURE);
    }
}
