package dev.lineman.cli.table;

import dev.lineman.build.report.CountPhrase;
import dev.lineman.cli.table.TextTable.Shortening;
import dev.lineman.cli.table.TextTable.TableColumn;
import dev.lineman.operator.view.JsonObject;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many models each vendor has. The vendor is the first word of a family. A model that several templates have counts
 * once.
 *
 * @param vendors by name: the number of models of each family, by its name without the vendor
 */
public record ModelSummary(SortedMap<String, SortedMap<String, Integer>> vendors) {
    /** Counts models. Those without a family have an empty vendor. */
    public static ModelSummary of(List<ModelEntry> models) {
        SortedMap<String, SortedMap<String, Integer>> vendors = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> counted = new HashSet<>();
        for (ModelEntry model : models) {
            if (counted.add(model.key())) {
                String family = model.text(ModelField.FAMILY);
                int blank = family.indexOf(' ');
                String vendor = blank < 0 ? family : family.substring(0, blank);
                String rest = blank < 0 ? "" : family.substring(blank + 1).strip();
                vendors.computeIfAbsent(vendor, first -> new TreeMap<>()).merge(rest, 1, Integer::sum);
            }
        }
        return new ModelSummary(vendors);
    }

    /** Returns the number of models of some families. */
    private static int sum(Map<String, Integer> families) {
        return families.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns lines of at most {@link TextTable#WIDTH} columns: headings, one line per vendor, and the sum. */
    public List<String> lines() {
        TextTable table = new TextTable(List.of(
                new TableColumn("VENDOR", 10, Shortening.END),
                TableColumn.whole("MODELS"),
                new TableColumn("FAMILIES", 20, Shortening.END)));
        int sum = 0;
        for (Map.Entry<String, SortedMap<String, Integer>> vendor : vendors.entrySet()) {
            List<String> families = new ArrayList<>(vendor.getValue().keySet());
            families.remove("");
            int count = sum(vendor.getValue());
            sum += count;
            table.add(List.of(vendor.getKey(), Integer.toString(count), String.join(", ", families)));
        }
        List<String> lines = new ArrayList<>(table.lines(TextTable.WIDTH));
        String named = vendors.lastKey().toLowerCase(Locale.ROOT);
        String step = CountPhrase.of(sum, "model") + " of " + CountPhrase.of(vendors.size(), "vendor")
                + (named.isEmpty()
                        ? ""
                        : "; list those of one vendor with its name, for example 'lineman models " + named + "'");
        lines.addAll(DisplayWidth.wrap(DisplayWidth.printable(step), TextTable.WIDTH, "  "));
        return lines;
    }

    /** An object for each vendor, with its families. */
    public List<JsonObject> json() {
        List<JsonObject> all = new ArrayList<>();
        vendors.forEach((vendor, families) -> {
            List<JsonObject> counts = new ArrayList<>();
            families.forEach((family, count) -> {
                String name = (vendor + ' ' + family).strip();
                counts.add(new JsonObject()
                        .with("family", name.isEmpty() ? null : name)
                        .with("models", count));
            });
            all.add(new JsonObject()
                    .with("vendor", vendor.isEmpty() ? null : vendor)
                    .with("models", sum(families))
                    .with("families", counts));
        });
        return all;
    }
}
