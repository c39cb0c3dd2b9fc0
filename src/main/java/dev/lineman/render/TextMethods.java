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

    private TextMethods() {}

    /** The result of a method, or null when it does not take such arguments. */
    static Sandbox.@Nullable Result of(String text, String name, Object[] arguments) {
        return switch (arguments.length) {
            case 0 -> plain(text, name);
            case 1 ->
                arguments[0] instanceof Number index
                        ? part(text, name, index.intValue(), text.length())
                        : asked(text, name, String.valueOf(arguments[0]));
            case 2 ->
                arguments[0] instanceof Number from && arguments[1] instanceof Number to
                        ? part(text, name, from.intValue(), to.intValue())
                        : changed(text, name, arguments[0], arguments[1]);
            default -> null;
        };
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

    private static Sandbox.@Nullable Result changed(String text, String name, Object from, Object to) {
        if (!name.equals("replace") || !(from instanceof String old) || !(to instanceof String instead)) {
            return null;
        }
        long most = old.isEmpty() ? text.length() + 1 : text.length() / old.length();
        if (text.length() + most * instead.length() > Scope.LARGEST_TEXT) {
            throw new BudgetExceeded("a text that replace would make is too long");
        }
        return new Sandbox.Result(text.replace(old, instead));
    }
}
