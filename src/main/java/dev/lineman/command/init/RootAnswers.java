package dev.lineman.command.init;

import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/** The answers so far. Values are checked and in the form in which files have them. Immutable. */
public final class RootAnswers {
    /** No answer. */
    public static final RootAnswers NONE = new RootAnswers(new EnumMap<>(RootQuestion.class));

    private final EnumMap<RootQuestion, String> values;

    private RootAnswers(EnumMap<RootQuestion, String> values) {
        this.values = values;
    }

    /** Returns these answers with one more, or with another value. */
    RootAnswers with(RootQuestion question, String value) {
        EnumMap<RootQuestion, String> more = new EnumMap<>(values);
        more.put(question, value);
        return new RootAnswers(more);
    }

    /** Whether the question has an answer. */
    public boolean has(RootQuestion question) {
        return values.containsKey(question);
    }

    /** Returns the answer; null if there is none. */
    public @Nullable String find(RootQuestion question) {
        return values.get(question);
    }

    /** Returns the answer; empty if there is none. */
    String get(RootQuestion question) {
        return values.getOrDefault(question, "");
    }
}
