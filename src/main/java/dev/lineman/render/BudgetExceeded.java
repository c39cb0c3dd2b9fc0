package dev.lineman.render;

/** Ends a rendering that asks for too much. The renderer makes a problem of it. */
final class BudgetExceeded extends RuntimeException {
    private final String reason;

    BudgetExceeded(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** More characters are written than these, of which 1,024 are a KiB here. */
    static BudgetExceeded characters(int most) {
        return new BudgetExceeded(
                "this makes more than " + (most >= 1 << 20 ? (most >> 20) + " MiB" : (most >> 10) + " KiB"));
    }

    String reason() {
        return reason;
    }
}
