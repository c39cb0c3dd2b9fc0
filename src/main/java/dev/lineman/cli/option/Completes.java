package dev.lineman.cli.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stands at the field of an option or a parameter of a command, and says which values the shell completes. Without it,
 * the values of an enum and the files of a path are completed.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Completes {
    /** Returns what the values are. */
    CandidateKind value();
}
