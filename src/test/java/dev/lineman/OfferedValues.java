package dev.lineman;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.render.Renderer;
import dev.lineman.template.Catalog;
import dev.lineman.template.OwnModels;
import dev.lineman.template.Template;
import dev.lineman.template.constraint.ValueRule;
import dev.lineman.template.constraint.ValueRule.ValueType;
import dev.lineman.template.header.Header;
import dev.lineman.template.header.HeaderChoice;
import dev.lineman.template.header.TypedSetting;
import dev.lineman.template.zone.ZoneVariables;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Values for all options and variables that one of the project's own templates offers. */
final class OfferedValues {
    /** Values for a variable with a pattern: the first that matches. */
    private static final List<String> CANDIDATES = List.of(
            "https://files.example/%s.bin",
            "http://files.example/%s.bin",
            "http://files.example/%s.xml",
            "%s.example",
            "%s",
            "192.0.2.9",
            "*97",
            "1234",
            "30",
            "60",
            "1",
            "%%%s",
            "(%s=*)",
            "(cn=%%%s)",
            "112,110",
            "ringer7",
            "{ %s }");

    private OfferedValues() {}

    /** The values of a choice. Of time zones with the same clock, which give the same file, only the first. */
    static List<String> of(HeaderChoice choice) {
        if (choice.zones() == null) {
            return choice.valueNames();
        }
        Set<Map<String, String>> clocks = new HashSet<>();
        return choice.valueNames().stream()
                .filter(value -> {
                    Map<String, String> clock = new TreeMap<>(
                            choice.variables(choice.matching(value).get(0)));
                    clock.keySet().removeAll(List.of(ZoneVariables.ID, "timezone_posix"));
                    return clocks.add(clock);
                })
                .toList();
    }

    /** A value for each variable that is a text. It is one that no other variable has, if the declaration allows it. */
    static Map<String, String> texts(Template template) throws IOException {
        Catalog catalog = OwnModels.catalog();
        Header header = template.header();
        Set<String> names =
                new TreeSet<>(new Renderer().variableReads(template, catalog).givenNames(header));
        names.addAll(header.settings().keySet());
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : names) {
            TypedSetting setting = header.settings().get(name);
            if (setting == null || setting.rule().type() == ValueType.TEXT) {
                texts.put(name, text(setting == null ? null : setting.rule(), "v" + texts.size() + "x"));
            }
        }
        return texts;
    }

    private static String text(@Nullable ValueRule rule, String unique) {
        return CANDIDATES.stream()
                .map(candidate -> rule == null ? unique : candidate.formatted(unique))
                .filter(value -> rule == null || rule.allows(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no candidate matches " + requireNonNull(rule).pattern()));
    }

    /** All variables. Numbers are at the lower or at the upper end of their range. */
    static Map<String, String> vars(Template template, Map<String, String> texts, boolean low) {
        Map<String, String> vars = new LinkedHashMap<>(texts);
        template.header().settings().forEach((name, setting) -> {
            ValueRule rule = setting.rule();
            if (rule.type() == ValueType.BOOL) {
                vars.put(name, low ? "no" : "yes");
            } else if (rule.type() == ValueType.INT) {
                assertThat(rule.min())
                        .as("'min' of " + name + " in " + template.path())
                        .isNotNull();
                assertThat(rule.max())
                        .as("'max' of " + name + " in " + template.path())
                        .isNotNull();
                vars.put(name, String.valueOf(low ? rule.min() : rule.max()));
            }
        });
        return vars;
    }
}
