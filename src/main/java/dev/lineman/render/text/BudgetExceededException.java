package dev.lineman.render.text;

/** Ends a rendering that asks for too much. The renderer makes a problem of it. */
public final class BudgetExceededException extends RuntimeException {
    private final String reason;

    public BudgetExceededException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** More characters are written than these, of which 1,024 are a KiB here. */
    static BudgetExceededException tooManyCharacters(int most) {
        return new BudgetExceededException(
                "this makes more than " + (most >= 1 << 20 ? (most >> 20) + " MiB" : (most >> 10) + " KiB"));
    }

    public String reason() {
        return reason;
    }
}
