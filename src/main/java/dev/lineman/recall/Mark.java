package dev.lineman.recall;

import dev.lineman.plan.Output;
import dev.lineman.plan.Unit;

/** A number that differs where two versions of a unit do, but for a chance of one in 2^64. */
final class Mark {
    /** Of the multiplier of a linear congruential generator (Knuth, MMIX). */
    private static final long FACTOR = 6364136223846793005L;

    private Mark() {}

    static long of(Unit unit) {
        long mark = unit.owners().hashCode();
        for (Output output : unit.outputs()) {
            mark = and(mark, output.template().hashCode());
            mark = and(mark, output.config());
            mark = and(mark, output.path().hashCode());
            mark = and(mark, output.body().low());
            mark = and(mark, output.fingerprint().low());
            mark = and(mark, output.access().hashCode());
        }
        return mark;
    }

    private static long and(long mark, long more) {
        return (mark ^ more) * FACTOR + 1;
    }
}
