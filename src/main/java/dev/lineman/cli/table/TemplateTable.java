package dev.lineman.cli.table;

import dev.lineman.cli.table.TextTable.Shortening;
import dev.lineman.cli.table.TextTable.TableColumn;
import dev.lineman.command.template.RootTemplates;
import dev.lineman.command.template.TemplateDetails;
import dev.lineman.command.template.TemplateDetails.DetailItem;
import dev.lineman.command.template.TemplateDetails.DetailSection;
import dev.lineman.command.template.TemplateFile;
import dev.lineman.command.template.TemplateGroup;
import dev.lineman.command.template.TemplateUses;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Formats templates for the command {@code templates}, in at most {@link TextTable#WIDTH} columns. Stateless. */
public final class TemplateTable {
    private static final String INDENT = "  ";

    /** The least width of the names and of the purposes. */
    private static final int LEAST = 20;

    private TemplateTable() {}

    /** Returns a table for each group of files, what to do about copies, and the next step. */
    public static List<String> list(RootTemplates templates, TemplateUses uses) {
        List<String> lines = new ArrayList<>();
        for (TemplateGroup group : TemplateGroup.values()) {
            List<TemplateFile> files = templates.files().stream()
                    .filter(file -> file.group() == group)
                    .toList();
            if (!files.isEmpty()) {
                TextTable table = new TextTable(List.of(
                        new TableColumn(group.heading(), LEAST, Shortening.MIDDLE),
                        TableColumn.whole("FROM"),
                        new TableColumn("FOR", LEAST, Shortening.END)));
                files.forEach(file -> table.add(List.of(file.name(), file.from(), uses.purpose(file))));
                lines.addAll(table.lines(TextTable.WIDTH));
                lines.add("");
            }
        }
        templates.files().stream()
                .map(TemplateFile::advice)
                .filter(Objects::nonNull)
                .forEach(lines::add);
        if (!templates.hasRoot()) {
            lines.add("these are the built-in templates alone: the current folder is no root; name one with --root");
        }
        lines.add("what one offers: lineman templates NAME; change one: lineman templates copy NAME");
        return lines;
    }

    /** Returns the details of one file. */
    public static List<String> details(TemplateDetails details) {
        List<String> lines = new ArrayList<>();
        lines.add(DisplayWidth.printable(details.title()));
        for (String fact : details.facts()) {
            lines.addAll(DisplayWidth.wrap(INDENT + DisplayWidth.printable(fact), TextTable.WIDTH, INDENT));
        }
        for (DetailSection section : details.sections()) {
            lines.add("");
            lines.add(section.title());
            boolean described =
                    section.items().stream().anyMatch(item -> !item.text().isEmpty());
            if (described) {
                section.items().forEach(item -> lines.addAll(described(item)));
            } else {
                String names = section.items().stream().map(DetailItem::name).collect(Collectors.joining(", "));
                lines.addAll(DisplayWidth.wrap(INDENT + DisplayWidth.printable(names), TextTable.WIDTH, INDENT));
            }
        }
        return lines;
    }

    private static List<String> described(DetailItem item) {
        String text = item.text().isEmpty() ? item.name() : item.name() + ": " + item.text();
        return DisplayWidth.wrap(INDENT + DisplayWidth.printable(text), TextTable.WIDTH, INDENT + INDENT);
    }
}
