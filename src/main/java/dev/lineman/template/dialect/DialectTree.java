package dev.lineman.template.dialect;

import java.util.List;

/**
 * A parsed text in the {@code %%…%%} dialect. All offsets count UTF-16 units of the text. Immutable.
 *
 * @param text the text that the nodes refer to
 * @param nodes in order; empty if there are faults
 * @param slots number of different references
 * @param pieces number of literal texts, placeholders and directives
 * @param conditions how many of the pieces are conditions
 * @param beginning the first visible characters outside of directives, at most eight, with {@code %} for a
 *     placeholder; they decide the escaping
 * @param faults errors in its directives, in order
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
