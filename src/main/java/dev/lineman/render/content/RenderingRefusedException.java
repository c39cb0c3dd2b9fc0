package dev.lineman.render.content;

import org.jspecify.annotations.Nullable;

/** Ends a rendering because of what the template says, at what is being run. */
public final class RenderingRefusedException extends RuntimeException {
    private final String reason;
    private final @Nullable EnginePosition position;

    public RenderingRefusedException(String reason) {
        this(reason, null);
    }

    public RenderingRefusedException(String reason, @Nullable EnginePosition enginePosition) {
        super(reason, null, false, false);
        this.reason = reason;
        this.position = enginePosition;
    }

    public String reason() {
        return reason;
    }

    /** Where it is, if that is known. */
    @Nullable
    public EnginePosition position() {
        return position;
    }

    /** The same, here unless it knows better. */
    public RenderingRefusedException at(EnginePosition here) {
        return position == null ? new RenderingRefusedException(reason, here) : this;
    }
}
