package dev.lineman.render.parameter;

import dev.lineman.problem.Position;
import dev.lineman.resolve.parameter.VendorParameter;
import org.jspecify.annotations.Nullable;

/**
 * A file cannot take a parameter. The renderer catches it and reports a problem. It has no stack trace, since inputs
 * can cause it at will.
 */
public final class ParameterRefusedException extends RuntimeException {
    private final @Nullable Position at;
    private final String reason;

    private ParameterRefusedException(@Nullable Position at, String reason) {
        super(reason, null, false, false);
        this.at = at;
        this.reason = reason;
    }

    /** The file cannot take this parameter. The reason follows its name. */
    static ParameterRefusedException of(VendorParameter parameter, String reason) {
        return new ParameterRefusedException(parameter.at(), "'" + parameter.name() + "' in 'settings' " + reason);
    }

    /** The file is not in the format that its template declares. */
    static ParameterRefusedException ofFile(String reason) {
        return new ParameterRefusedException(null, reason);
    }

    /** The position in the inputs; null if it is a problem of the template. */
    public @Nullable Position at() {
        return at;
    }

    /** What is wrong and what to do, as a message. */
    public String reason() {
        return reason;
    }
}
