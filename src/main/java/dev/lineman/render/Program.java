package dev.lineman.render;

import dev.lineman.template.text.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Tokens of the {@code %%…%%} dialect as Velocity source. A literal becomes an unparsed block; placeholders,
 * conditions and settings become references to numbered slots, so that no text and no value is ever read as
 * VTL.
 *
 * @param source for the engine
 * @param slots the placeholders, in the order of their first places
 * @param conditions what each IF asks
 * @param settings what each SET does
 */
record Program(String source, List<Slot> slots, List<Token.Condition> conditions, List<Token.Set> settings) {
    /** Before the number of a placeholder, a condition and a setting, in a reference. */
    static final char SLOT = 'v';

    static final char CONDITION = 'c';
    static final char SETTING = 's';

    /** More pieces than any template has, and few enough for the engine's tree of them to fit in memory. */
    static final int MOST_PIECES = 150_000;

    private static final String BLOCK_END = "]]#";

    /**
     * A placeholder.
     *
     * @param name in lower case
     * @param key the BLF key in whose block it stands, or 0
     */
    record Slot(String name, int key) {}

    Program {
        slots = List.copyOf(slots);
        conditions = List.copyOf(conditions);
        settings = List.copyOf(settings);
    }

    static Program of(String text, List<Token> tokens) {
        return new Writer(text, tokens).write();
    }

    /** Whether every value reads the same names, in the same places. */
    boolean isStraight() {
        return conditions.isEmpty() && settings.isEmpty();
    }

    List<String> names() {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        slots.forEach(slot -> names.add(slot.name()));
        return new ArrayList<>(names);
    }

    private static final class Writer {
        private final String text;
        private final List<Token> tokens;
        private final StringBuilder source;
        private final Map<Slot, Integer> numbers = new HashMap<>();
        private final List<Slot> slots = new ArrayList<>();
        private final List<Token.Condition> conditions = new ArrayList<>();
        private final List<Token.Set> settings = new ArrayList<>();

        Writer(String text, List<Token> tokens) {
            this.text = text;
            this.tokens = tokens;
            this.source = new StringBuilder(text.length() + 16 * tokens.size());
        }

        Program write() {
            for (Token token : tokens) {
                if (token instanceof Token.Literal literal) {
                    literal(text.substring(literal.start(), literal.end()));
                } else if (token instanceof Token.Placeholder placeholder) {
                    placeholder(new Slot(placeholder.name(), placeholder.key()));
                } else if (token instanceof Token.If start) {
                    source.append("#if($")
                            .append(CONDITION)
                            .append(conditions.size())
                            .append(')');
                    conditions.add(start.condition());
                } else if (token instanceof Token.Else) {
                    source.append("#{else}");
                } else if (token instanceof Token.EndIf) {
                    source.append("#{end}");
                } else if (token instanceof Token.Set setting) {
                    source.append("#set($")
                            .append(SETTING)
                            .append(settings.size())
                            .append("=1)");
                    settings.add(setting);
                }
            }
            return new Program(source.toString(), slots, conditions, settings);
        }

        private void placeholder(Slot slot) {
            Integer number = numbers.get(slot);
            if (number == null) {
                number = slots.size();
                numbers.put(slot, number);
                slots.add(slot);
            }
            source.append("${").append(SLOT).append(number).append('}');
        }

        private void literal(String literal) {
            int from = 0;
            for (int end = literal.indexOf(BLOCK_END); end >= 0; end = literal.indexOf(BLOCK_END, from)) {
                block(literal.substring(from, end + 2));
                from = end + 2;
            }
            String rest = literal.substring(from);
            if (rest.endsWith("#**")) {
                // The lexer would take these three and the block's end for the begin of a comment.
                block(rest.substring(0, rest.length() - 1));
                block("*");
            } else {
                block(rest);
            }
        }

        private void block(String literal) {
            source.append("#[[").append(literal).append(BLOCK_END);
        }
    }
}
