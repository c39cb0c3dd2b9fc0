package dev.lineman.render;

/** Ends a rendering that asks for too much. The renderer makes a problem of it. */
final class BudgetExceeded extends RuntimeException {
    private final String reason;

    BudgetExceeded(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
