package dev.lineman.render.content;

import org.jspecify.annotations.Nullable;

/**
 * Ends a rendering because the template does something that is not allowed or not possible. The position is that of
 * the operation that ran. It has no stack trace, since templates can cause it at will.
 */
public final class RenderingRefusedException extends RuntimeException {
    private final String reason;
    private final @Nullable EnginePosition position;
    private final String missing;

    /** A refusal at a position that the caller adds. */
    public RenderingRefusedException(String reason) {
        this(reason, null);
    }

    /**
     * @param reason the message for the author of the template
     * @param position where the template does it; null if unknown
     */
    public RenderingRefusedException(String reason, @Nullable EnginePosition position) {
        this(reason, position, "");
    }

    /**
     * A refusal of a reference that has no value.
     *
     * @param missing the reference as it stands in the template; empty if there is none
     */
    public RenderingRefusedException(String reason, @Nullable EnginePosition position, String missing) {
        super(reason, null, false, false);
        this.reason = reason;
        this.position = position;
        this.missing = missing;
    }

    /** The message for the author of the template. */
    public String reason() {
        return reason;
    }

    /** Where the template does it; null if unknown. */
    @Nullable
    public EnginePosition position() {
        return position;
    }

    /** The reference without a value, such as {@code $phone.keys}; empty if it is another refusal. */
    public String missing() {
        return missing;
    }

    /** Returns this exception with a position, if it has none yet. */
    public RenderingRefusedException at(EnginePosition here) {
        return position == null ? new RenderingRefusedException(reason, here, missing) : this;
    }
}
