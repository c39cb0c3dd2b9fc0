package dev.lineman.render;

import org.jspecify.annotations.Nullable;

/** Ends a rendering because of what the template says, at what is being run. */
final class Refusal extends RuntimeException {
    private final String reason;
    private final @Nullable Spot spot;

    Refusal(String reason) {
        this(reason, null);
    }

    Refusal(String reason, @Nullable Spot spot) {
        super(reason, null, false, false);
        this.reason = reason;
        this.spot = spot;
    }

    String reason() {
        return reason;
    }

    /** Where it is, if that is known. */
    @Nullable
    Spot spot() {
        return spot;
    }

    /** The same, here unless it knows better. */
    Refusal at(Spot here) {
        return spot == null ? new Refusal(reason, here) : this;
    }
}
