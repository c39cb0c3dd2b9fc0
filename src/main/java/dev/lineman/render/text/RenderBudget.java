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
 * The limits of one run of a Velocity template. Each operation is charged for its worst case before it runs. The
 * budget counts and never reads a clock, so the same inputs always have the same result.
 *
 * <p>The unit is a step, about a fifth of a microsecond. Nodes of the program and characters that an operation reads
 * or writes are converted to steps. For one rendering, by one thread.
 */
public final class RenderBudget {
    /** Characters that a text computed by a template may have. */
    public static final int MAX_TEXT = 64 << 10;

    /**
     * What a condition of the dialect costs besides its text, in steps: it looks up a name, which takes about a
     * microsecond.
     */
    private static final int STEPS_PER_CONDITION = 5;

    /** The engine runs this many nodes of a program in one step. */
    private static final int NODES_PER_STEP = 10;

    /** An operation reads or writes this many characters in one step. */
    private static final int CHARACTERS_PER_STEP = 64;

    /** This many characters of a program's text cost as much as one node. */
    private static final int CHARACTERS_PER_NODE = CHARACTERS_PER_STEP / NODES_PER_STEP;

    /** The cost of an element of a list, in characters. Also that of a value of fixed size. */
    private static final int ELEMENT_CHARACTERS = 8;

    /** Elements that a list of a template may have. */
    private static final int MAX_ELEMENTS = 10_000;

    /** Bits that a number of a template may have. */
    private static final int MAX_BITS = 256;

    /** How deep lists of a template may be nested. */
    private static final int MAX_DEPTH = 2;

    private long maxSteps;
    private long remainingSteps;

    /** Characters that references may still write, on the output or into text in quotes. */
    private long remainingCharacters;

    /**
     * A budget for one run.
     *
     * @param steps that the run may take
     * @param characters that its references may write
     */
    public RenderBudget(long steps, long characters) {
        this.maxSteps = steps;
        this.remainingSteps = steps;
        this.remainingCharacters = characters;
    }

    /**
     * The cost of a part of a program, in nodes.
     *
     * @param nodes in the part
     * @param characters in its text
     */
    public static int nodeCost(int nodes, int characters) {
        return nodes + characters / CHARACTERS_PER_NODE;
    }

    /**
     * The cost of a rendering in the {@code %%…%%} dialect, in steps. The dialect has no loops, so this only weighs a
     * phone against others and never ends a rendering.
     *
     * @param characters that were written
     */
    public static long dialectSteps(DialectTree tree, long characters) {
        return tree.pieces() + (long) STEPS_PER_CONDITION * tree.conditions() + characters / CHARACTERS_PER_STEP;
    }

    /** Allows more steps, if the limit is below. */
    public void raiseTo(long steps) {
        remainingSteps += Math.max(0, steps - maxSteps);
        maxSteps = Math.max(steps, maxSteps);
    }

    /** Steps taken until now. */
    public long spentSteps() {
        return maxSteps - remainingSteps;
    }

    /**
     * Takes steps from the budget.
     *
     * @throws BudgetExceededException if none are left
     */
    public void chargeSteps(long count) {
        remainingSteps -= count;
        if (remainingSteps < 0) {
            throw new BudgetExceededException("this takes too many steps; is there a loop without end?");
        }
    }

    /** Charges for nodes of a program before they run. */
    public void chargeNodes(int nodes) {
        chargeSteps(1 + nodes / NODES_PER_STEP);
    }

    /** Charges for characters before they are read or written: as many as the worst case takes. */
    public void chargeCharacters(long count) {
        chargeSteps(count / CHARACTERS_PER_STEP);
    }

    /**
     * Charges for a value before a reference writes it. The limit on written characters is separate from that on
     * steps: a text in quotes can be written many times without reaching the output.
     */
    public void chargeWrite(Object value) {
        long count = size(value);
        chargeCharacters(count);
        remainingCharacters -= count;
        if (remainingCharacters < 0) {
            throw new BudgetExceededException(
                    "the references in this template write too many characters; is there a loop that is too long?");
        }
    }

    /**
     * Returns the cost of reading a value as a whole, in characters.
     *
     * @throws BudgetExceededException for values that could grow without limit: long text, large numbers, long lists,
     *     and lists nested deeper than {@link #MAX_DEPTH}
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

    /** The size of a value in characters. For a large number it is its bits, which are more than its digits. */
    private static long size(Object value) {
        if (value instanceof BigInteger number) {
            return number.bitLength();
        }
        if (value instanceof BigDecimal number) {
            return (long) number.unscaledValue().bitLength() + Math.abs((long) number.scale());
        }
        return value instanceof String text ? text.length() : ELEMENT_CHARACTERS;
    }

    /** Returns the size if it is at most the limit. A negative size is an overflow and is refused as well. */
    private static int requireAtMost(long size, int most, String what) {
        if (size < 0 || size > most) {
            throw new BudgetExceededException("the template makes " + what);
        }
        return (int) size;
    }
}
