package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks what {@code promtool check metrics} checks: the Prometheus text format 0.0.4, and its conventions for
 * names.
 */
final class MetricsText {
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{((?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\"\\\\n])*\",?)*)})? (\\S+)");
    private static final Pattern BOUND = Pattern.compile(",?le=\"([^\"]*)\"");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary", "untyped");

    private MetricsText() {}

    static void lint(String text) {
        assertThat(text).endsWith("\n");
        Map<String, String> types = new HashMap<>();
        Set<String> helps = new HashSet<>();
        Set<String> series = new HashSet<>();
        Set<String> closed = new HashSet<>();
        Map<String, Map<String, Double>> buckets = new LinkedHashMap<>();
        Map<String, Double> counts = new HashMap<>();
        String family = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("# ")) {
                String[] words = line.split(" ", 4);
                assertThat(words).as(line).hasSize(4);
                if (!words[2].equals(family)) {
                    assertThat(closed.add(words[2]))
                            .as("told together: " + line)
                            .isTrue();
                    family = words[2];
                }
                if (words[1].equals("TYPE")) {
                    assertThat(TYPES).as(line).contains(words[3]);
                    assertThat(types.put(words[2], words[3])).as(line).isNull();
                } else {
                    assertThat(words[1]).isEqualTo("HELP");
                    assertThat(helps.add(words[2])).as(line).isTrue();
                }
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            String name = sample.group(1);
            String labels = sample.group(2) == null ? "" : sample.group(2);
            double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
            assertThat(series.add(name + '{' + labels + '}'))
                    .as("once: " + line)
                    .isTrue();
            String type = types.get(family);
            assertThat(type).as("a type stands above " + line).isNotNull();
            assertThat(helps).as(line).contains(family);
            List<String> ends = type.equals("histogram")
                    ? List.of("_bucket", "_sum", "_count")
                    : type.equals("summary") ? List.of("", "_sum", "_count") : List.of("");
            String base = family;
            assertThat(ends.stream().map(end -> base + end)).as(line).contains(name);
            if (type.equals("counter")) {
                assertThat(name).endsWith("_total");
                assertThat(value).isNotNegative();
            } else {
                assertThat(name).as("only counters are totals").doesNotEndWith("_total");
            }
            assertThat(name)
                    .doesNotContain("milliseconds")
                    .doesNotEndWith("_ms")
                    .doesNotEndWith("_kb");
            if (name.endsWith("_bucket")) {
                Matcher bound = BOUND.matcher(labels);
                assertThat(bound.find()).as(line).isTrue();
                buckets.computeIfAbsent(family + '{' + bound.replaceFirst("") + '}', key -> new LinkedHashMap<>())
                        .put(bound.group(1), value);
            } else if (name.endsWith("_count") && type.equals("histogram")) {
                counts.put(family + '{' + labels + '}', value);
            }
        }
        buckets.forEach((key, values) -> {
            assertThat(values).as(key).containsKey("+Inf");
            assertThat(List.copyOf(values.values())).as(key + " is cumulative").isSorted();
            assertThat(values.get("+Inf")).as(key).isEqualTo(counts.get(key));
        });
        assertThat(buckets).isNotEmpty();
    }
}
