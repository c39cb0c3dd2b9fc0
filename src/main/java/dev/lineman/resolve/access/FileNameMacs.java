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
 * Where the file names of templates have the phone's MAC: {@code spa${phone.mac}.xml} marks the 12 digits between {@code spa} and
 * {@code .xml}. A name whose MAC comes from a variable or depends on a directive marks nothing. Immutable.
 */
public final class FileNameMacs {
    private static final String DIGITS = "([0-9a-f]{12})";
    private static final String COLONS = "([0-9a-f]{2}(?::[0-9a-f]{2}){5})";
    private static final String BEGIN = "(?:^|/)";
    private static final String END = "$";

    /** No published name is longer. */
    private static final int MAX_NAME_LENGTH = 1024;

    /** A placeholder: the MAC is group 1. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile("%%(mac_address(?:_upper)?)%%|%%[^%]+%%", Pattern.CASE_INSENSITIVE);

    /** A Velocity reference: the MAC is group 1 or 2. */
    private static final Pattern REFERENCE = Pattern.compile("\\$!?(?:\\{phone\\.(mac|macUpper|macColons)}"
            + "|phone\\.(mac|macUpper|macColons)(?![\\w.])|\\{[^}]*}|[A-Za-z][\\w.]*(?:\\([^)]*\\))?)");

    private final List<Pattern> names;

    private FileNameMacs(Set<String> names) {
        // The one that says most comes first.
        this.names = names.stream()
                .sorted(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .map(name -> Pattern.compile(name, Pattern.CASE_INSENSITIVE))
                .toList();
    }

    /** The marks of templates. */
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
     * The first MAC between the texts on both sides of it, as far as they are the same for all phones: what a client asks for is
     * never compared with several texts of any length. Null when the name marks no MAC.
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

    /** The MAC that is marked in a requested name, in 12 lower-case digits; null when there is none. */
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
