package dev.lineman.template.dialect;

import java.util.List;

/**
 * A text in the {@code %%…%%} dialect as a tree. All offsets in it count UTF-16 units of the text. Immutable.
 *
 * @param nodes in order; none where there are faults
 * @param slots how many different references it has
 * @param pieces how many texts, placeholders and directives it has
 * @param conditions how many of the pieces are conditions
 * @param beginning its first visible characters that are no directive, eight at most, with {@code %} for a placeholder
 * @param faults what is wrong with its directives, in order
 */
public record DialectTree(
        String text,
        List<DialectNode> nodes,
        int slots,
        int pieces,
        int conditions,
        String beginning,
        List<DialectParser.DialectFault> faults) {
    public DialectTree {
        nodes = List.copyOf(nodes);
        faults = List.copyOf(faults);
    }
}
