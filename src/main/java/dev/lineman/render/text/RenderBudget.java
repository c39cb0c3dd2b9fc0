package dev.lineman.render.text;

import dev.lineman.template.dialect.DialectTree;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import org.apache.velocity.runtime.directive.ForeachScope;
import org.apache.velocity.runtime.parser.node.ASTIntegerRange;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a Velocity template may still use up. It counts and never looks at a clock, so that the same inputs always have the
 * same outcome: a step stands for about a fifth of a microsecond, whether it pays for nodes of the program or for characters that an
 * operation reads or writes. For one rendering, by one thread.
 */
public final class RenderBudget {
    /** Characters in a text that a template computes. */
    public static final int MAX_TEXT = 64 << 10;

    /** What a condition costs besides its braces: the name that it asks for is looked up, at about a microsecond. */
    private static final int STEPS_PER_CONDITION = 5;

    /** So many nodes of a program are run at the price of one step. */
    private static final int NODES_PER_STEP = 10;

    /** So many characters are read or written at the price of one step. */
    private static final int CHARACTERS_PER_STEP = 64;

    /** Characters of a program's text that count as one node. */
    private static final int CHARACTERS_PER_NODE = CHARACTERS_PER_STEP / NODES_PER_STEP;

    /** What an element of a list counts for, and eight bits of a number, in characters. */
    private static final int ELEMENT_CHARACTERS = 8;

    private static final int MAX_ELEMENTS = 10_000;
    private static final int MAX_BITS = 256;
    private static final int MAX_DEPTH = 2;

    private final long maxSteps;
    private long remainingSteps;
    private long remainingCharacters;

    /**
     * @param steps that the run may take
     * @param characters that its references may write
     */
    public RenderBudget(long steps, long characters) {
        this.maxSteps = steps;
        this.remainingSteps = steps;
        this.remainingCharacters = characters;
    }

    /** How many nodes a piece of a program counts for. */
    public static int nodeCost(int nodes, int characters) {
        return nodes + characters / CHARACTERS_PER_NODE;
    }

    /** How many steps it costs to make so many characters of a text without a program. */
    public static long dialectSteps(DialectTree tree, long characters) {
        return tree.pieces() + (long) STEPS_PER_CONDITION * tree.conditions() + characters / CHARACTERS_PER_STEP;
    }

    /** How many steps were taken. */
    public long spentSteps() {
        return maxSteps - remainingSteps;
    }

    /** Pays for steps. */
    public void chargeSteps(long count) {
        remainingSteps -= count;
        if (remainingSteps < 0) {
            throw new BudgetExceededException("this takes too many steps; is there a loop without end?");
        }
    }

    /** Pays for nodes of a program that are about to be run. */
    public void chargeNodes(int nodes) {
        chargeSteps(1 + nodes / NODES_PER_STEP);
    }

    /** Pays for characters that are about to be read or written, as many as the worst case takes. */
    public void chargeCharacters(long count) {
        chargeSteps(count / CHARACTERS_PER_STEP);
    }

    /** Pays for what a reference is about to write. */
    public void chargeWrite(Object value) {
        long count = size(value);
        chargeCharacters(count);
        remainingCharacters -= count;
        if (remainingCharacters < 0) {
            throw new BudgetExceededException("this writes too much");
        }
    }

    /**
     * What it costs to read a value as a whole, in characters. Refuses what could grow without end: long texts and numbers, long lists,
     * lists in lists in lists.
     */
    public long readCost(@Nullable Object value) {
        return readCost(value, MAX_DEPTH);
    }

    private long readCost(@Nullable Object value, int depth) {
        if (value instanceof String text) {
            return requireAtMost(text.length(), MAX_TEXT, "a text of more than 64 KiB");
        }
        if (value instanceof BigInteger || value instanceof BigDecimal) {
            return requireAtMost(size(value), MAX_BITS, "a number of more than " + MAX_BITS + " bits");
        }
        if (value instanceof ForeachScope || !(value instanceof Collection<?> || value instanceof Map<?, ?>)) {
            return 1;
        }
        if (depth == 0) {
            throw new BudgetExceededException("lists are nested too deep");
        }
        Collection<?> elements = value instanceof Map<?, ?> map ? map.values() : (Collection<?>) value;
        int count = requireAtMost(elements.size(), MAX_ELEMENTS, "a list of more than " + MAX_ELEMENTS + " elements");
        if (value instanceof ASTIntegerRange.IntegerRange range) {
            // Its size overflows when its ends are far apart.
            requireAtMost(Math.abs((long) range.get(0)), 1 << 30, "a range of such large numbers");
            return (long) count * ELEMENT_CHARACTERS;
        }
        chargeSteps(count);
        long weight = (long) count * ELEMENT_CHARACTERS;
        for (Object element : elements) {
            weight += readCost(element, depth - 1);
        }
        if (value instanceof Map<?, ?> map) {
            for (Object key : map.keySet()) {
                weight += readCost(key, depth - 1);
            }
        }
        return requireAtMost(weight, 16 * MAX_TEXT, "a list with too much in it");
    }

    /** How many characters a text has, and how many bits a large number, which has no more digits than that. */
    private static long size(Object value) {
        if (value instanceof BigInteger number) {
            return number.bitLength();
        }
        if (value instanceof BigDecimal number) {
            return (long) number.unscaledValue().bitLength() + Math.abs((long) number.scale());
        }
        return value instanceof String text ? text.length() : ELEMENT_CHARACTERS;
    }

    private static int requireAtMost(long size, int most, String what) {
        if (size < 0 || size > most) {
            throw new BudgetExceededException("the template makes " + what);
        }
        return (int) size;
    }
}
