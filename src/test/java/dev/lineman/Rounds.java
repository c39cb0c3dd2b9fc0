package dev.lineman;

/** How many rounds a law runs: few in every build, many in nightly ones ({@code law.rounds} in pom.xml). */
public final class Rounds {
    private static final int FACTOR = Integer.getInteger("lineman.rounds", 1);

    private Rounds() {}

    /**
     * The rounds of a law in this build.
     *
     * @param everyBuild the rounds in every build; a nightly build runs 40 times as many
     */
    public static int of(int everyBuild) {
        return Math.multiplyExact(everyBuild, FACTOR);
    }
}
