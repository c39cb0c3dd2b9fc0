package dev.lineman.render.text;

/**
 * Ends a rendering that passes a limit of {@link RenderBudget} or of its output length. The content that runs catches
 * it and reports a problem at the device config. It has no stack trace, since templates can cause it at will.
 */
public final class BudgetExceededException extends RuntimeException {
    private final String reason;

    /** @param reason the limit that was passed, as a message for the author of the template */
    public BudgetExceededException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /**
     * The output is longer than its limit.
     *
     * @param most the limit, in characters; the message says 1,024 characters as 1 KiB
     */
    static BudgetExceededException tooManyCharacters(int most) {
        return new BudgetExceededException(
                "this makes more than " + (most >= 1 << 20 ? (most >> 20) + " MiB" : (most >> 10) + " KiB"));
    }

    /** The limit that was passed, as a message for the author of the template. */
    public String reason() {
        return reason;
    }
}
