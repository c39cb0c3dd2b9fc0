package dev.lineman.build.usage;

import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what has no effect in one file. Equal messages become one problem. For one thread. */
final class UsageProblems {
    private final String file;
    private final Map<Finding, Places> found = new LinkedHashMap<>();

    UsageProblems(String file) {
        this.file = file;
    }

    private record Finding(Severity severity, String message) {}

    private record Places(Position first, int more) {}

    /** The path of the file. */
    String file() {
        return file;
    }

    /** Adds a problem at a value of the file. */
    void add(Severity severity, long packedPosition, String message) {
        Position at = FieldValues.position(file, packedPosition);
        found.merge(
                new Finding(severity, message),
                new Places(at, 0),
                (known, same) -> new Places(known.first(), known.more() + 1));
    }

    /** Warns of each kind of setting in a layer that is only for accounts on later lines. */
    void addLaterLine(FieldValues layer, String reason) {
        for (LayerSetting.SettingKind kind : LayerSetting.SettingKind.values()) {
            int index = layer.indexOf(kind.key());
            if (index >= 0) {
                add(Severity.WARNING, layer.packedPosition(index), "'" + kind.key() + "' has no effect: " + reason);
            }
        }
    }

    /** One problem for each message, at its first place. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        found.forEach((finding, places) -> problems.add(new Problem(
                finding.severity(),
                places.first(),
                finding.message()
                        + (places.more() == 0 ? "" : " (here, and at " + places.more() + " more in this file)"))));
        return problems;
    }
}
