package dev.lineman.input.snapshot;

import dev.lineman.problem.Problem;

/** Why a path is not taken into a snapshot now: what is known at and below it stays. */
public sealed interface BlockReason {
    /** It cannot be looked at. */
    record Unreadable(Problem problem) implements BlockReason {}

    /** The file may still be written. */
    record BeingWritten(Settling.Pending file) implements BlockReason {}

    /** The file is large, and is being hashed in the background. */
    record BeingHashed() implements BlockReason {}
}
