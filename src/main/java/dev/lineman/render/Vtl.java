package dev.lineman.render;

import dev.lineman.template.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens of the {@code %%…%%} dialect as Velocity source: a literal becomes an unparsed block, a placeholder
 * a reference to a numbered slot, so that no text and no value is ever read as VTL.
 */
final class Vtl {
    private static final String BLOCK_END = "]]#";

    private final StringBuilder source;
    private final Map<String, Integer> slots = new LinkedHashMap<>();

    private Vtl(int size) {
        source = new StringBuilder(size);
    }

    /**
     * @param source for the engine
     * @param names of the slots, in their order
     */
    record Program(String source, List<String> names) {
        Program {
            names = List.copyOf(names);
        }
    }

    static Program of(String text, List<Token> tokens) {
        Vtl vtl = new Vtl(text.length() + 16 * tokens.size());
        for (Token token : tokens) {
            if (token instanceof Token.Literal literal) {
                vtl.literal(text.substring(literal.start(), literal.end()));
            } else if (token instanceof Token.Placeholder placeholder) {
                vtl.placeholder(placeholder.name());
            }
        }
        return new Program(vtl.source.toString(), new ArrayList<>(vtl.slots.keySet()));
    }

    private void placeholder(String name) {
        int slot = slots.computeIfAbsent(name, unseen -> slots.size());
        source.append("${").append(Slots.PREFIX).append(slot).append('}');
    }

    private void literal(String text) {
        int from = 0;
        for (int end = text.indexOf(BLOCK_END); end >= 0; end = text.indexOf(BLOCK_END, from)) {
            block(text.substring(from, end + 2));
            from = end + 2;
        }
        String rest = text.substring(from);
        if (rest.endsWith("#**")) {
            // The lexer would take these three and the block's end for the begin of a comment.
            block(rest.substring(0, rest.length() - 1));
            block("*");
        } else {
            block(rest);
        }
    }

    private void block(String text) {
        source.append("#[[").append(text).append(BLOCK_END);
    }
}
