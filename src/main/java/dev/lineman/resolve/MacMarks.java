package dev.lineman.resolve;

import dev.lineman.access.Mac;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Template;
import dev.lineman.template.text.Syntax;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the file names of templates have the phone's MAC: {@code spa${phone.mac}.xml} marks the 12 digits between {@code spa} and
 * {@code .xml}. A name whose MAC comes from a variable or depends on a directive marks nothing. Immutable.
 */
public final class MacMarks {
    private static final String DIGITS = "([0-9a-f]{12})";
    private static final String COLONS = "([0-9a-f]{2}(?::[0-9a-f]{2}){5})";
    private static final String ANYTHING = "[^/]*";

    /** No published name is longer. */
    private static final int LONGEST = 1024;

    /** A placeholder: the MAC is group 1. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile("%%(mac_address(?:_upper)?)%%|%%[^%]+%%", Pattern.CASE_INSENSITIVE);

    /** A Velocity reference: the MAC is group 1 or 2. */
    private static final Pattern REFERENCE = Pattern.compile("\\$!?(?:\\{phone\\.(mac|macUpper|macColons)}"
            + "|phone\\.(mac|macUpper|macColons)(?![\\w.])|\\{[^}]*}|[A-Za-z][\\w.]*(?:\\([^)]*\\))?)");

    private final List<Pattern> names;

    private MacMarks(Collection<String> names) {
        this.names = names.stream()
                .map(name -> Pattern.compile("(?:.*/)?" + name, Pattern.CASE_INSENSITIVE))
                .toList();
    }

    /** The marks of templates. */
    public static MacMarks of(Collection<Template> templates) {
        Set<String> names = new LinkedHashSet<>();
        for (Template template : templates) {
            for (DeviceConfig config : template.configs()) {
                String name = pattern(config.filename().text().strip(), config.syntax());
                if (name != null) {
                    names.add(name);
                }
            }
        }
        return new MacMarks(names);
    }

    /** Null when the name marks no MAC. */
    private static @Nullable String pattern(String filename, Syntax syntax) {
        boolean velocity = syntax == Syntax.VELOCITY;
        if (velocity && filename.indexOf('#') >= 0) {
            return null;
        }
        StringBuilder pattern = new StringBuilder();
        Matcher reference = (velocity ? REFERENCE : PLACEHOLDER).matcher(filename);
        int literal = 0;
        boolean marks = false;
        while (reference.find()) {
            literal(pattern, filename.substring(literal, reference.start()));
            literal = reference.end();
            String mac = reference.group(1);
            mac = mac == null && velocity ? reference.group(2) : mac;
            String repeated = marks ? "\\1" : mac != null && mac.equals("macColons") ? COLONS : DIGITS;
            pattern.append(mac == null ? ANYTHING : repeated);
            marks |= mac != null;
        }
        literal(pattern, filename.substring(literal));
        boolean loose = pattern.indexOf(ANYTHING + DIGITS + ANYTHING) >= 0;
        return marks && !loose ? pattern.toString() : null;
    }

    private static void literal(StringBuilder pattern, String text) {
        if (!text.isEmpty()) {
            pattern.append(Pattern.quote(text));
        }
    }

    /** The MAC that is marked in a requested name, in 12 lower-case digits; null when there is none. */
    public @Nullable String in(String name) {
        for (Pattern pattern : name.length() <= LONGEST ? names : List.<Pattern>of()) {
            Matcher matcher = pattern.matcher(name);
            String mac = matcher.matches() ? Mac.in(matcher.group(1)) : null;
            if (mac != null) {
                return mac;
            }
        }
        return null;
    }
}
