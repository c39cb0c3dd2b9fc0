package dev.lineman.build.make;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.NamedValues;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a phone or site, each looked up once. For one output, by one thread. */
final class LookedUpValues implements NamedValues {
    private final NamedValues subject;

    /** By name; null for a name without a value. */
    private final Map<String, @Nullable String> values = new HashMap<>();

    /** @param subject the values, with the record of all look-ups */
    LookedUpValues(NamedValues subject) {
        this.subject = subject;
    }

    @Override
    public @Nullable String valueOf(String name) {
        String known = values.get(name);
        if (known == null && !values.containsKey(name)) {
            known = subject.valueOf(name);
            values.put(name, known);
        }
        return known;
    }

    @Override
    public boolean isSecret(String value) {
        return subject.isSecret(value);
    }

    @Override
    public Iterable<String> knownNames() {
        return subject.knownNames();
    }

    @Override
    public @Nullable Problem missing(String name, Position readAt) {
        return subject.missing(name, readAt);
    }
}
