package dev.lineman.input.yaml;

import java.util.List;

/**
 * The content of one section of a file. Immutable.
 *
 * @param documents the document of the section, or no document if it is empty. A list has those of its items that are in this
 *     section
 * @param nodes the number of values, keys, lists and mappings
 * @param aliases the number of aliases
 */
public record YamlSection(List<YamlNode> documents, int nodes, int aliases) {
    public YamlSection {
        documents = List.copyOf(documents);
    }

    /** Whether a file may have so many nodes and aliases. */
    public static boolean isWithinLimits(long nodes, long aliases) {
        return nodes <= YamlNodeBuilder.MAX_NODES && aliases <= YamlNodeBuilder.MAX_ALIASES;
    }
}
