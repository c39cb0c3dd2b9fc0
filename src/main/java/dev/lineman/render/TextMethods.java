package dev.lineman.render;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods of texts that templates may call. None takes a pattern, none makes more than it may. */
final class TextMethods {
    static final Set<String> NAMES = Set.of(
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

    /** What changing the case of a letter costs, in characters that are merely compared. */
    private static final long LETTER = 8;

    /** What looking for the word around a letter costs, for each character of the text. */
    private static final long WORD = 16;

    private TextMethods() {}

    /**
     * The result of a method, or null when it does not take such arguments. What the method can touch at the worst is paid before it runs.
     */
    static Sandbox.@Nullable Result of(String text, String name, Object[] arguments, Budget budget) {
        for (Object argument : arguments) {
            if (!(argument instanceof String || argument instanceof Integer || argument instanceof Boolean)) {
                return null;
            }
        }
        String other = arguments.length == 0 ? "" : arguments[0].toString();
        budget.touch(cost(text, name, other));
        return switch (arguments.length) {
            case 0 -> plain(text, name);
            case 1 ->
                arguments[0] instanceof Integer index
                        ? part(text, name, index, text.length())
                        : asked(text, name, other);
            case 2 ->
                arguments[0] instanceof Integer from && arguments[1] instanceof Integer to
                        ? part(text, name, from, to)
                        : changed(text, name, arguments[0], arguments[1], budget);
            default -> null;
        };
    }

    /** How many characters a method can touch. */
    private static long cost(String text, String name, String other) {
        long length = text.length();
        return switch (name) {
            case "length", "isEmpty", "toString" -> 0;
            case "contains", "indexOf", "lastIndexOf", "replace" -> search(length, other.length());
            case "equalsIgnoreCase" -> length * LETTER;
            // What a final sigma becomes depends on the word around it, which is looked at for each.
            case "toLowerCase" ->
                length * (LETTER + text.chars().filter(c -> c == SIGMA).count() * WORD);
            case "toUpperCase" -> length * LETTER;
            default -> length;
        };
    }

    /** A text is compared with each part of the other that is as long as it. */
    private static long search(long length, long wanted) {
        return length + Math.max(0, length - wanted + 1) * wanted;
    }

    private static Sandbox.@Nullable Result plain(String text, String name) {
        return switch (name) {
            case "length" -> new Sandbox.Result(text.length());
            case "isEmpty" -> new Sandbox.Result(text.isEmpty());
            case "isBlank" -> new Sandbox.Result(text.isBlank());
            case "toUpperCase" -> new Sandbox.Result(text.toUpperCase(Locale.ROOT));
            case "toLowerCase" -> new Sandbox.Result(text.toLowerCase(Locale.ROOT));
            case "trim", "strip" -> new Sandbox.Result(text.strip());
            case "toString" -> new Sandbox.Result(text);
            default -> null;
        };
    }

    private static Sandbox.@Nullable Result asked(String text, String name, String other) {
        return switch (name) {
            case "startsWith" -> new Sandbox.Result(text.startsWith(other));
            case "endsWith" -> new Sandbox.Result(text.endsWith(other));
            case "contains" -> new Sandbox.Result(text.contains(other));
            case "indexOf" -> new Sandbox.Result(text.indexOf(other));
            case "lastIndexOf" -> new Sandbox.Result(text.lastIndexOf(other));
            case "equals" -> new Sandbox.Result(text.equals(other));
            case "equalsIgnoreCase" -> new Sandbox.Result(text.equalsIgnoreCase(other));
            default -> null;
        };
    }

    private static Sandbox.@Nullable Result part(String text, String name, int from, int to) {
        if (!name.equals("substring")) {
            return null;
        }
        if (from < 0 || to > text.length() || from > to) {
            throw new Refusal("the text is too short for substring(" + from + ", " + to + ")");
        }
        return new Sandbox.Result(text.substring(from, to));
    }

    private static Sandbox.@Nullable Result changed(String text, String name, Object from, Object to, Budget budget) {
        if (!name.equals("replace") || !(from instanceof String old) || !(to instanceof String instead)) {
            return null;
        }
        long most = old.isEmpty() ? text.length() + 1 : text.length() / old.length();
        long longest = text.length() + most * instead.length();
        if (longest > Budget.LARGEST_TEXT) {
            throw new BudgetExceeded("a text that replace would make is too long");
        }
        budget.touch(longest);
        return new Sandbox.Result(text.replace(old, instead));
    }
}
