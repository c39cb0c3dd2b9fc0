package dev.lineman.resolve.access;

import dev.lineman.access.MacFinder;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Template;
import dev.lineman.template.dialect.TemplateSyntax;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the MAC in a requested file name, by the {@code filename} attributes of all templates. {@code
 * spa${phone.mac}.xml} marks the 12 digits between {@code spa} and {@code .xml}.
 *
 * <p>The agent attributes a request to a phone by it, even if the file does not exist. A file name with a MAC
 * from a variable, or with a directive, marks nothing. Immutable.
 */
public final class FileNameMacs {
    /** The MAC in lower or upper case, without separators. */
    private static final String DIGITS = "([0-9a-f]{12})";
    /** The form of {@code $phone.macColons}. */
    private static final String COLONS = "([0-9a-f]{2}(?::[0-9a-f]{2}){5})";

    private static final String BEGIN = "(?:^|/)";
    private static final String END = "$";

    /** Characters; published names are shorter. The bound limits the work that a request can cause. */
    private static final int MAX_NAME_LENGTH = 1024;

    /** A placeholder; group 1 is the MAC. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile("%%(mac_address(?:_upper)?)%%|%%[^%]+%%", Pattern.CASE_INSENSITIVE);

    /** A Velocity reference; group 1 or 2 is the MAC. */
    private static final Pattern REFERENCE = Pattern.compile("\\$!?(?:\\{phone\\.(mac|macUpper|macColons)}"
            + "|phone\\.(mac|macUpper|macColons)(?![\\w.])|\\{[^}]*}|[A-Za-z][\\w.]*(?:\\([^)]*\\))?)");

    /** The patterns, the longest first. */
    private final List<Pattern> names;

    private FileNameMacs(Set<String> names) {
        // The longest pattern is the most specific one.
        this.names = names.stream()
                .sorted(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .map(name -> Pattern.compile(name, Pattern.CASE_INSENSITIVE))
                .toList();
    }

    /** Reads the file names of all device configurations of these templates. */
    public static FileNameMacs of(Collection<Template> templates) {
        Set<String> names = new LinkedHashSet<>();
        for (Template template : templates) {
            for (DeviceConfig config : template.configs()) {
                String name = pattern(config.filename().text().strip(), config.syntax());
                if (name != null) {
                    names.add(name);
                }
            }
        }
        return new FileNameMacs(names);
    }

    /**
     * Makes a regular expression for a file name: the first MAC and the literal text on both sides of it. With
     * one variable part only, a match takes time linear in the length of the requested name.
     *
     * @return null if the name marks no MAC
     */
    private static @Nullable String pattern(String filename, TemplateSyntax syntax) {
        boolean velocity = syntax == TemplateSyntax.VELOCITY;
        if (velocity && filename.indexOf('#') >= 0) {
            return null;
        }
        Matcher reference = (velocity ? REFERENCE : PLACEHOLDER).matcher(filename);
        String begin = BEGIN;
        int literal = 0;
        while (reference.find()) {
            String before = begin + quoted(filename.substring(literal, reference.start()));
            literal = reference.end();
            String mac = reference.group(1);
            mac = mac == null && velocity ? reference.group(2) : mac;
            if (mac != null) {
                boolean more = reference.find();
                String after = quoted(filename.substring(literal, more ? reference.start() : filename.length()))
                        + (more ? "" : END);
                String digits = mac.equals("macColons") ? COLONS : DIGITS;
                return (before + after).isEmpty() ? null : before + digits + after;
            }
            begin = "";
        }
        return null;
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "" : Pattern.quote(text);
    }

    /** Returns the MAC in a requested name, in 12 lower-case digits; null if there is none. */
    public @Nullable String find(String name) {
        for (Pattern pattern : name.length() <= MAX_NAME_LENGTH ? names : List.<Pattern>of()) {
            Matcher matcher = pattern.matcher(name);
            String mac = matcher.find() ? MacFinder.findInPath(matcher.group(1)) : null;
            if (mac != null) {
                return mac;
            }
        }
        return null;
    }
}
