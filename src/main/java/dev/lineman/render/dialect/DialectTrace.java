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
 * How a text in the {@code %%…%%} dialect is rendered: the names that it reads, the results of its conditions, and
 * the lines that apply. Explanations show it. It comes from a run of its own, so rendering pays nothing for it. A
 * text that does not parse has an empty trace.
 *
 * @param lookups the names that were read, in order
 * @param conditions the conditions that were evaluated, in order
 * @param lineSpans the lines that apply, in order; lines of directives between them are included
 */
public record DialectTrace(List<NameLookup> lookups, List<TracedCondition> conditions, List<LineSpan> lineSpans) {
    /** An empty trace. */
    public static final DialectTrace NONE = new DialectTrace(List.of(), List.of(), List.of());

    public DialectTrace {
        lookups = List.copyOf(lookups);
        conditions = List.copyOf(conditions);
        lineSpans = List.copyOf(lineSpans);
    }

    /**
     * A name that a placeholder reads.
     *
     * @param name as {@link NamedValues} know it
     * @param at where the placeholder is
     */
    public record NameLookup(String name, Position at) {}

    /**
     * A condition and its result.
     *
     * @param at where the condition is
     * @param name the name that it reads; null for a variable of the template
     * @param value the value of the name; null if it has none
     * @param held whether the condition is true
     */
    public record TracedCondition(
            Position at,
            DialectNode.DialectCondition condition,
            @Nullable String name,
            @Nullable String value,
            boolean held) {}

    /**
     * Lines of a file.
     *
     * @param file path below the root
     * @param first line, from 1
     * @param last line, inclusive
     */
    public record LineSpan(String file, int first, int last) {}

    /** Traces a content with these values. */
    public static DialectTrace of(Content content, NamedValues names) {
        return of(content, DialectParser.parseContent(content.text()), names);
    }

    /** Traces a file name with these values. */
    public static DialectTrace ofName(Content filename, NamedValues names) {
        return of(filename, DialectParser.parseFileName(filename.text()), names);
    }

    private static DialectTrace of(Content content, DialectTree tree, NamedValues names) {
        TracingListener listener = new TracingListener(content, names);
        DialectEvaluator.run(tree, listener);
        return new DialectTrace(listener.lookups, listener.conditions, listener.lineSpans);
    }

    /** Records the events of one evaluation. */
    private static final class TracingListener implements DialectEvaluator.DialectListener {
        private final Content content;
        private final NamedValues names;
        private final List<NameLookup> lookups = new ArrayList<>();
        private final List<TracedCondition> conditions = new ArrayList<>();
        private final List<LineSpan> lineSpans = new ArrayList<>();

        /** Whether visible text was skipped since the last span, so that the next one starts anew. */
        private boolean skipped;

        TracingListener(Content content, NamedValues names) {
            this.content = content;
            this.names = names;
        }

        @Override
        public void text(DialectNode.LiteralText text) {
            addLines(text.start(), text.end());
        }

        @Override
        public void placeholder(DialectNode.Placeholder placeholder) {
            lookups.add(new NameLookup(readName(placeholder.reference()), content.at(placeholder.offset())));
            addLines(placeholder.offset(), placeholder.offset() + 1);
        }

        @Override
        public @Nullable String value(DialectNode.PlaceholderReference reference) {
            return names.valueOf(readName(reference));
        }

        @Override
        public void conditionEvaluated(DialectNode.DialectCondition condition, @Nullable String value, boolean holds) {
            String name = condition.reference() == null ? null : readName(condition.reference());
            conditions.add(new TracedCondition(content.at(condition.offset()), condition, name, value, holds));
        }

        @Override
        public void skipped(List<DialectNode> nodes) {
            skipped |= nodes.stream().anyMatch(this::isVisible);
        }

        /** Whether a skipped node would have written anything. Blank text does not split a span. */
        private boolean isVisible(DialectNode node) {
            if (node instanceof DialectNode.Conditional conditional) {
                return conditional.cases().stream()
                        .anyMatch(one -> one.body().stream().anyMatch(this::isVisible));
            }
            return node instanceof DialectNode.Placeholder
                    || (node instanceof DialectNode.LiteralText text
                            && !content.text()
                                    .substring(text.start(), text.end())
                                    .isBlank());
        }

        /** The name that a reference reads. Inside the block of a BLF key, the value of the key itself comes first. */
        private String readName(DialectNode.PlaceholderReference reference) {
            String own = reference.partName();
            return own != null && names.valueOf(own) != null ? own : reference.name();
        }

        /** Adds the lines of a part of the text, without white space around it, to the spans. */
        private void addLines(int start, int end) {
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
            LineSpan before = lineSpans.isEmpty() ? null : lineSpans.get(lineSpans.size() - 1);
            if (before != null && (!skipped || before.last() >= first.line())) {
                lineSpans.set(lineSpans.size() - 1, new LineSpan(before.file(), before.first(), last));
            } else {
                lineSpans.add(new LineSpan(first.file(), first.line(), last));
            }
            skipped = false;
        }
    }
}
