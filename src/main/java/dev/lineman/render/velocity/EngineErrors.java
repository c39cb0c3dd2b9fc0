package dev.lineman.render.velocity;

import dev.lineman.problem.NearestName;
import dev.lineman.render.content.EnginePosition;
import dev.lineman.render.content.RenderingRefusedException;
import dev.lineman.render.velocity.syntax.AllowedSyntax;
import dev.lineman.template.model.ModelField;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.velocity.exception.MacroOverflowException;
import org.apache.velocity.exception.MethodInvocationException;
import org.jspecify.annotations.Nullable;

/**
 * Translates exceptions of Velocity to messages for authors of templates, who do not know Java. Velocity puts most
 * details into the text of the exception only, so this class matches the messages of the version that the build uses.
 * Tests cover each pattern.
 */
final class EngineErrors {
    /** A position in a message, with the name of the program if the engine adds it. */
    private static final Pattern PLACE = Pattern.compile("(?:(\\w+)\\[)?line (\\d+), column (\\d+)");

    private static final Pattern UNSET = Pattern.compile("Variable \\$(\\S+) has not been set.*", Pattern.DOTALL);
    private static final Pattern NULL = Pattern.compile("Reference (.+?) evaluated to null.*", Pattern.DOTALL);
    /** Matches {@code $vars.NAME}, {@code $vars['NAME']} and {@code $vars.get("NAME")}, also in braces. */
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{?vars(?:\\.([\\w-]+)|\\['([^']+)'\\]|\\.get\\([\"']([^\"']+)[\"']\\))\\}?");

    /** Matches a value of the model's data, such as {@code $phone.lines}. */
    private static final Pattern OF_MODEL = Pattern.compile("\\$\\{?phone\\.(\\w+)\\}?");

    private static final Pattern NO_PROPERTY =
            Pattern.compile("Object '.*?' does not contain property '(.*?)'.*", Pattern.DOTALL);
    private static final Pattern NO_METHOD =
            Pattern.compile("Object '.*?' does not contain method (.*?)\\(.*", Pattern.DOTALL);
    private static final Pattern OF_NULL = Pattern.compile("Attempted to access '(.*?)' on a null.*", Pattern.DOTALL);
    private static final Pattern NO_MACRO = Pattern.compile("Macro '(#.*?)' is not defined.*", Pattern.DOTALL);

    private EngineErrors() {}

    /** The error of a text that does not parse. */
    static AllowedSyntax.RefusedSyntaxException parseError(Exception e, String name, String text) {
        EnginePosition enginePosition = position(e, name);
        int offset = enginePosition == null ? 0 : enginePosition.offsetIn(text);
        return new AllowedSyntax.RefusedSyntaxException(offset, "this is not Velocity: " + brief(message(e)));
    }

    /**
     * The error of a run that failed.
     *
     * @param program the name of the program that was run
     * @param noText the reference that was to be written last and is not text; null if there is none
     * @param known names that a reference may start with, for a "did you mean"
     */
    static RenderingRefusedException runError(
            RuntimeException e, String program, @Nullable String noText, Iterable<String> known) {
        return new RenderingRefusedException(reason(e, noText, known), position(e, program));
    }

    /**
     * The name of the variable in {@code $vars}, or of the value of the model's data, that has no value; null for any other
     * error.
     */
    static @Nullable String missingVariable(RuntimeException e) {
        String reference = missingReference(e);
        Matcher variable = VARIABLE.matcher(reference);
        if (!variable.matches()) {
            Matcher ofModel = OF_MODEL.matcher(reference);
            ModelField field = ofModel.matches() ? ModelField.ofProperty(ofModel.group(1)) : null;
            return field == null ? null : field.placeholder();
        }
        for (int group = 1; group <= variable.groupCount(); group++) {
            if (variable.group(group) != null) {
                return variable.group(group).toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    /** The reference without a value; empty for any other error. The engine may wrap a refusal. */
    private static String missingReference(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RenderingRefusedException refusal) {
                return refusal.missing();
            }
        }
        Matcher none = NULL.matcher(message(e));
        return none.matches() ? none.group(1) : "";
    }

    /** Where it happened; null if the exception does not say it. */
    private static @Nullable EnginePosition position(Exception e, String program) {
        if (e instanceof MethodInvocationException at && at.getLineNumber() > 0) {
            return new EnginePosition(at.getTemplateName(), at.getLineNumber(), at.getColumnNumber());
        }
        Matcher place = PLACE.matcher(message(e));
        if (!place.find()) {
            return null;
        }
        String named = place.group(1) == null ? program : place.group(1);
        return new EnginePosition(named, Integer.parseInt(place.group(2)), Integer.parseInt(place.group(3)));
    }

    /** The message. A refusal of the sandbox may be wrapped by the engine, so the causes come first. */
    private static String reason(Exception e, @Nullable String noText, Iterable<String> known) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof RenderingRefusedException refusal) {
                return refusal.reason();
            }
        }
        String message = message(e);
        Matcher unset = UNSET.matcher(message);
        if (unset.matches()) {
            List<String> near = NearestName.find(unset.group(1), known, 1);
            String hint = near.isEmpty() ? "" : "; did you mean $" + near.get(0) + "?";
            return "$" + unset.group(1) + " is unknown" + hint;
        }
        Matcher none = NULL.matcher(message);
        if (none.matches()) {
            return none.group(1).equals(noText)
                    ? noText + " is a list or a map, not a text; take an element or a key of it"
                    : none.group(1) + " has no value";
        }
        Matcher ofNull = OF_NULL.matcher(message);
        if (ofNull.matches()) {
            // The engine has no name for an index.
            if (ofNull.group(1).equals("null")) {
                return "what stands before this has no value";
            }
            return "there is no '" + ofNull.group(1) + "', since what stands before it has no value";
        }
        Matcher property = NO_PROPERTY.matcher(message);
        if (property.matches()) {
            return "there is no '" + property.group(1) + "' here";
        }
        Matcher method = NO_METHOD.matcher(message);
        if (method.matches()) {
            return "there is no method '" + method.group(1) + "' with such arguments here";
        }
        Matcher macro = NO_MACRO.matcher(message);
        if (macro.matches()) {
            return "there is no macro or directive " + macro.group(1);
        }
        if (e instanceof MacroOverflowException) {
            return "macros call each other too deep";
        }
        String brief = brief(message);
        // The names of our classes tell a template's author nothing.
        return brief.contains("class") ? "this cannot be done to a value" : "this cannot be rendered: " + brief;
    }

    /** The first line of a message, without its position. */
    private static String brief(String message) {
        String line = message.lines().findFirst().orElse("");
        int place = line.indexOf(" at ");
        return (place < 0 ? line : line.substring(0, place)).strip();
    }

    private static String message(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
