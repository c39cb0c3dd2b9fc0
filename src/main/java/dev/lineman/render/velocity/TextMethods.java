package dev.lineman.render.velocity;

import dev.lineman.render.content.RenderingRefusedException;
import dev.lineman.render.text.BudgetExceededException;
import dev.lineman.render.text.RenderBudget;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The methods of text that templates may call. None of them takes a regular expression, and each is charged for its
 * worst case before it runs. {@link Sandbox} calls them. Stateless.
 */
public final class TextMethods {
    /** The names that templates may call. */
    public static final Set<String> NAMES = Set.of(
            "length",
            "isEmpty",
            "isBlank",
            "toUpperCase",
            "toLowerCase",
            "trim",
            "strip",
            "toString",
            "startsWith",
            "endsWith",
            "contains",
            "indexOf",
            "lastIndexOf",
            "equals",
            "equalsIgnoreCase",
            "substring",
            "replace");

    private static final char SIGMA = '\u03A3';

    /** The cost of changing the case of a letter, in characters that are only compared. */
    private static final long CASE_CHANGE_COST = 8;

    /** The cost of finding the word around a sigma, for each character of the text. */
    private static final long FINAL_SIGMA_COST = 16;

    private TextMethods() {}

    /**
     * Calls a method. Null if it does not take such arguments.
     *
     * @param budget is charged for the worst case before the method runs
     */
    static Sandbox.@Nullable MethodResult call(String text, String name, Object[] arguments, RenderBudget budget) {
        for (Object argument : arguments) {
            if (!(argument instanceof String || argument instanceof Integer || argument instanceof Boolean)) {
                return null;
            }
        }
        String other = arguments.length == 0 ? "" : arguments[0].toString();
        budget.chargeCharacters(cost(text, name, other));
        return switch (arguments.length) {
            // A method without arguments.
            case 0 -> callWithoutArguments(text, name);
            case 1 ->
                arguments[0] instanceof Integer index
                        ? substring(text, name, index, text.length())

                        // A method with one argument that is text.
                        : callWithText(text, name, other);
            case 2 ->
                arguments[0] instanceof Integer from && arguments[1] instanceof Integer to
                        ? substring(text, name, from, to)
                        : replace(text, name, arguments[0], arguments[1], budget);
            default -> null;
        };
    }

    /** The number of characters that a method reads in the worst case. */
    private static long cost(String text, String name, String other) {
        long length = text.length();
        return switch (name) {
            case "length", "isEmpty", "toString" -> 0;
            case "contains", "indexOf", "lastIndexOf", "replace" -> searchCost(length, other.length());
            case "equalsIgnoreCase" -> length * CASE_CHANGE_COST;
            // What a final sigma becomes depends on the word around it, which is looked at for each.
            case "toLowerCase" ->
                length
                        * (CASE_CHANGE_COST
                                + text.chars().filter(c -> c == SIGMA).count() * FINAL_SIGMA_COST);
            case "toUpperCase" -> length * CASE_CHANGE_COST;
            default -> length;
        };
    }

    /** The cost of a search: the wanted text is compared at each position where it fits. */
    private static long searchCost(long length, long wanted) {
        return length + Math.max(0, length - wanted + 1) * wanted;
    }

    private static Sandbox.@Nullable MethodResult callWithoutArguments(String text, String name) {
        return switch (name) {
            case "length" -> new Sandbox.MethodResult(text.length());
            case "isEmpty" -> new Sandbox.MethodResult(text.isEmpty());
            case "isBlank" -> new Sandbox.MethodResult(text.isBlank());
            case "toUpperCase" -> new Sandbox.MethodResult(text.toUpperCase(Locale.ROOT));
            case "toLowerCase" -> new Sandbox.MethodResult(text.toLowerCase(Locale.ROOT));
            case "trim", "strip" -> new Sandbox.MethodResult(text.strip());
            case "toString" -> new Sandbox.MethodResult(text);
            default -> null;
        };
    }

    private static Sandbox.@Nullable MethodResult callWithText(String text, String name, String other) {
        return switch (name) {
            case "startsWith" -> new Sandbox.MethodResult(text.startsWith(other));
            case "endsWith" -> new Sandbox.MethodResult(text.endsWith(other));
            case "contains" -> new Sandbox.MethodResult(text.contains(other));
            case "indexOf" -> new Sandbox.MethodResult(text.indexOf(other));
            case "lastIndexOf" -> new Sandbox.MethodResult(text.lastIndexOf(other));
            case "equals" -> new Sandbox.MethodResult(text.equals(other));
            case "equalsIgnoreCase" -> new Sandbox.MethodResult(text.equalsIgnoreCase(other));
            default -> null;
        };
    }

    /** {@code substring}, from an index (inclusive) to another (exclusive). */
    private static Sandbox.@Nullable MethodResult substring(String text, String name, int from, int to) {
        if (!name.equals("substring")) {
            return null;
        }
        if (from < 0 || to > text.length() || from > to) {
            throw new RenderingRefusedException("the text is too short for substring(" + from + ", " + to + ")");
        }
        return new Sandbox.MethodResult(text.substring(from, to));
    }

    /** {@code replace}. The length of its result is checked before it is made. */
    private static Sandbox.@Nullable MethodResult replace(
            String text, String name, Object from, Object to, RenderBudget budget) {
        if (!name.equals("replace") || !(from instanceof String old) || !(to instanceof String instead)) {
            return null;
        }
        // The most occurrences that the text can have. An empty text occurs around each character.
        long most = old.isEmpty() ? text.length() + 1 : text.length() / old.length();
        long longest = text.length() + most * instead.length();
        if (longest > RenderBudget.MAX_TEXT) {
            throw new BudgetExceededException("a text that replace would make is too long");
        }
        budget.chargeCharacters(longest);
        return new Sandbox.MethodResult(text.replace(old, instead));
    }
}
