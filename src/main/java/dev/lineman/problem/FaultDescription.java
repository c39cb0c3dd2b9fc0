package dev.lineman.problem;

/**
 * Describes a defect of Lineman in words for a report: the kind of the exception and where it was thrown. It
 * never contains the exception's message, because a message may repeat a part of an input, such as a password.
 * Stateless.
 */
public final class FaultDescription {
    private FaultDescription() {}

    /** Returns for example {@code NullPointerException at dev.lineman.build.plan.Plan.of(Plan.java:12)}. */
    public static String of(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        String kind = fault.getClass().getSimpleName();
        return trace.length == 0 ? kind : kind + " at " + trace[0];
    }
}
