package dev.lineman.render;

import dev.lineman.problem.Position;
import dev.lineman.resolve.Names;
import dev.lineman.template.text.Content;
import dev.lineman.template.text.Dialect;
import dev.lineman.template.text.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a text in the {@code %%…%%} dialect came to be: what was looked up where, which conditions held, and which of its
 * lines count. A text that does not parse has none of these.
 *
 * @param looks in order
 * @param asked the conditions that were reached, in order
 * @param spans the lines that count, in order; those of directives between them are among them
 */
public record Trace(List<Look> looks, List<Asked> asked, List<Span> spans) {
    /** Of nothing. */
    public static final Trace NONE = new Trace(List.of(), List.of(), List.of());

    public Trace {
        looks = List.copyOf(looks);
        asked = List.copyOf(asked);
        spans = List.copyOf(spans);
    }

    /**
     * A name that was looked up.
     *
     * @param name as {@link Names} know it
     */
    public record Look(String name, Position at) {}

    /**
     * A condition.
     *
     * @param name what was looked up; null for a variable of the template
     * @param value what the name was; null when it had no value
     */
    public record Asked(
            Position at,
            Token.Condition condition,
            @Nullable String name,
            @Nullable String value,
            boolean held) {}

    /** Lines of a file from the first to the last. */
    public record Span(String file, int first, int last) {}

    /** How a content came to be with these values. */
    public static Trace of(Content content, Names names) {
        Dialect.Parsed parsed = Dialect.content(content.text());
        return parsed.faults().isEmpty() ? new Walk(content, names).walk(parsed.tokens()) : NONE;
    }

    /** How a file name came to be. */
    public static Trace ofName(Content filename, Names names) {
        return new Walk(filename, names).walk(Dialect.name(filename.text()));
    }

    /** One way through the tokens. */
    private static final class Walk {
        private final Content content;
        private final Names names;
        private final Map<String, String> variables = new HashMap<>();
        private final Deque<Boolean> holding = new ArrayDeque<>();
        private final List<Look> looks = new ArrayList<>();
        private final List<Asked> asked = new ArrayList<>();
        private final List<Span> spans = new ArrayList<>();
        private boolean skipped;

        Walk(Content content, Names names) {
            this.content = content;
            this.names = names;
        }

        Trace walk(List<Token> tokens) {
            tokens.forEach(this::take);
            return new Trace(looks, asked, spans);
        }

        private void take(Token token) {
            boolean counts = !holding.contains(false);
            if (token instanceof Token.If start) {
                holding.push(!counts || holds(start));
            } else if (token instanceof Token.Else) {
                boolean held = holding.pop();
                boolean reached = !holding.contains(false);
                holding.push(!reached || !held);
            } else if (token instanceof Token.EndIf) {
                holding.pop();
            } else if (token instanceof Token.Literal literal) {
                span(literal.start(), literal.end(), counts);
            } else if (!counts) {
                skipped |= token instanceof Token.Placeholder;
            } else if (token instanceof Token.Placeholder placeholder) {
                looks.add(new Look(found(placeholder.key(), placeholder.name()), content.at(placeholder.offset())));
                span(placeholder.offset(), placeholder.offset() + 1, true);
            } else if (token instanceof Token.Set setting) {
                variables.put(setting.variable(), setting.value());
            }
        }

        private boolean holds(Token.If start) {
            Token.Condition condition = start.condition();
            String name = condition.variable() ? null : found(condition.within(), condition.name());
            String value = name == null ? variables.get(condition.name()) : names.valueOf(name);
            boolean held = condition.holdsFor(value);
            asked.add(new Asked(content.at(start.offset()), condition, name, value, held));
            return held;
        }

        /** Within a key's block a name may be the key's own. */
        private String found(int key, String name) {
            String own = "blf" + key + "/" + name;
            return key > 0 && names.valueOf(own) != null ? own : name;
        }

        private void span(int start, int end, boolean counts) {
            String text = content.text();
            int from = start;
            int to = end;
            while (from < to && Character.isWhitespace(text.charAt(from))) {
                from++;
            }
            while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
                to--;
            }
            if (from == to) {
                return;
            }
            if (!counts) {
                skipped = true;
                return;
            }
            Position first = content.at(from);
            int last = content.at(to - 1).line();
            Span before = spans.isEmpty() ? null : spans.get(spans.size() - 1);
            if (before != null && (!skipped || before.last() >= first.line())) {
                spans.set(spans.size() - 1, new Span(before.file(), before.first(), last));
            } else {
                spans.add(new Span(first.file(), first.line(), last));
            }
            skipped = false;
        }
    }
}
