package dev.lineman.problem;

/**
 * A fault of the program itself, in words for a report: its kind and where it happened. Never its message, which may
 * hold a piece of an input, and so of a password.
 */
public final class FaultDescription {
    private FaultDescription() {}

    /** {@code NullPointerException at dev.lineman.build.plan.Plan.of(Plan.java:12)}. */
    public static String of(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        String kind = fault.getClass().getSimpleName();
        return trace.length == 0 ? kind : kind + " at " + trace[0];
    }
}
