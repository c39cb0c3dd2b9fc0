package dev.lineman.input.snapshot;

import dev.lineman.problem.Problem;

/** Why a scan does not take a path now. The snapshot keeps its content at and below that path. Immutable. */
public sealed interface BlockReason {
    /** It cannot be read. */
    record Unreadable(Problem problem) implements BlockReason {}

    /** The file may still be written. The scan takes it when it stops changing. */
    record BeingWritten(Settling.Pending file) implements BlockReason {}

    /** The file is large, and is being hashed in the background. */
    record BeingHashed() implements BlockReason {}
}
