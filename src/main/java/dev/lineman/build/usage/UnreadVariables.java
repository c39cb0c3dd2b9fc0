package dev.lineman.build.usage;

import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the variables of one file that no template reads. Equal ones become one warning. For one thread. */
final class UnreadVariables {
    private final String file;
    private final Map<String, Places> found = new LinkedHashMap<>();

    UnreadVariables(String file) {
        this.file = file;
    }

    private record Places(Position first, int more) {}

    /** Adds the variables that the templates of their scope do not read. */
    void check(FieldValues vars, VariableScope scope) {
        for (int i = 0; i < vars.size(); i++) {
            String objection = scope.objection(vars.key(i));
            if (objection != null) {
                Position at = FieldValues.position(file, vars.packedPosition(i));
                found.merge(objection, new Places(at, 0), (known, same) -> new Places(known.first(), known.more() + 1));
            }
        }
    }

    /** One warning for each name, at its first place. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        found.forEach((objection, places) -> problems.add(Problem.warning(
                places.first(),
                objection + (places.more() == 0 ? "" : " (here, and at " + places.more() + " more in this file)"))));
        return problems;
    }
}
