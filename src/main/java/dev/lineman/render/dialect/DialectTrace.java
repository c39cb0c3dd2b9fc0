package dev.lineman.render.dialect;

import dev.lineman.problem.Position;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.DialectEvaluator;
import dev.lineman.template.dialect.DialectNode;
import dev.lineman.template.dialect.DialectParser;
import dev.lineman.template.dialect.DialectTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a text in the {@code %%…%%} dialect came to be: what was looked up where, which conditions held, and which of its
 * lines count. A text that does not parse has none of these.
 *
 * @param looks in order
 * @param asked the conditions that were reached, in order
 * @param spans the lines that count, in order; those of directives between them are among them
 */
public record DialectTrace(List<Look> looks, List<Asked> asked, List<Span> spans) {
    /** Of nothing. */
    public static final DialectTrace NONE = new DialectTrace(List.of(), List.of(), List.of());

    public DialectTrace {
        looks = List.copyOf(looks);
        asked = List.copyOf(asked);
        spans = List.copyOf(spans);
    }

    /**
     * A name that was looked up.
     *
     * @param name as {@link NamedValues} know it
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
            DialectNode.DialectCondition condition,
            @Nullable String name,
            @Nullable String value,
            boolean held) {}

    /** Lines of a file from the first to the last. */
    public record Span(String file, int first, int last) {}

    /** How a content came to be with these values. */
    public static DialectTrace of(Content content, NamedValues names) {
        return of(content, DialectParser.parseContent(content.text()), names);
    }

    /** How a file name came to be. */
    public static DialectTrace ofName(Content filename, NamedValues names) {
        return of(filename, DialectParser.parseFileName(filename.text()), names);
    }

    private static DialectTrace of(Content content, DialectTree tree, NamedValues names) {
        Follower follower = new Follower(content, names);
        DialectEvaluator.run(tree, follower);
        return new DialectTrace(follower.looks, follower.asked, follower.spans);
    }

    /** Follows one run. */
    private static final class Follower implements DialectEvaluator.DialectListener {
        private final Content content;
        private final NamedValues names;
        private final List<Look> looks = new ArrayList<>();
        private final List<Asked> asked = new ArrayList<>();
        private final List<Span> spans = new ArrayList<>();
        private boolean skipped;

        Follower(Content content, NamedValues names) {
            this.content = content;
            this.names = names;
        }

        @Override
        public void text(DialectNode.LiteralText text) {
            span(text.start(), text.end());
        }

        @Override
        public void placeholder(DialectNode.Placeholder placeholder) {
            looks.add(new Look(found(placeholder.reference()), content.at(placeholder.offset())));
            span(placeholder.offset(), placeholder.offset() + 1);
        }

        @Override
        public @Nullable String value(DialectNode.PlaceholderReference reference) {
            return names.valueOf(found(reference));
        }

        @Override
        public void conditionEvaluated(DialectNode.DialectCondition condition, @Nullable String value, boolean holds) {
            String name = condition.reference() == null ? null : found(condition.reference());
            asked.add(new Asked(content.at(condition.offset()), condition, name, value, holds));
        }

        @Override
        public void skipped(List<DialectNode> nodes) {
            skipped |= nodes.stream().anyMatch(this::isSeen);
        }

        private boolean isSeen(DialectNode node) {
            if (node instanceof DialectNode.Conditional conditional) {
                return conditional.cases().stream()
                        .anyMatch(one -> one.body().stream().anyMatch(this::isSeen));
            }
            return node instanceof DialectNode.Placeholder
                    || (node instanceof DialectNode.LiteralText text
                            && !content.text()
                                    .substring(text.start(), text.end())
                                    .isBlank());
        }

        /** Within a key's block a name may be the key's own. */
        private String found(DialectNode.PlaceholderReference reference) {
            String own = reference.blfName();
            return own != null && names.valueOf(own) != null ? own : reference.name();
        }

        private void span(int start, int end) {
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
