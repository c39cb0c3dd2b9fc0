package dev.lineman.operator.unknown;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a step of an adoption. Immutable.
 *
 * @param kind what happened
 * @param text more about it, as a sentence; empty for none
 * @param proposal what would be written, or is written; null if it is not known
 */
public record AdoptionStep(
        StepKind kind, String text, @Nullable AdoptionProposal proposal) {

    /** What happened. */
    public enum StepKind {
        /** The proposal is there. Nothing is written. */
        PROPOSED,
        /** Nothing is written: the proposal is not the one that the user confirmed. */
        CHANGED,
        /** The file is written. */
        WRITTEN,
        /** The answer is not ready. Ask again with the same values. */
        WORKING,
        /** Nothing is written: a failure. */
        FAILED
    }

    /** Returns a step without a proposal. */
    public static AdoptionStep of(StepKind kind, String text) {
        return new AdoptionStep(kind, text, null);
    }
}
