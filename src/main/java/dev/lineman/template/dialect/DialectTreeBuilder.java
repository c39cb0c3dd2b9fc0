package dev.lineman.template.dialect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link DialectTree} from the calls of {@link DialectParser}, in the order of the text. One instance
 * for each text, by one thread.
 */
final class DialectTreeBuilder {
    /** Enough characters to recognise the format of a file. */
    private static final int MAX_BEGINNING = 8;

    private final String text;
    private final List<DialectNode> nodes = new ArrayList<>();
    /** By the name that is looked up first. */
    private final Map<String, DialectNode.PlaceholderReference> references = new HashMap<>();
    /** The conditionals without an {@code {ENDIF}} so far, the innermost first. */
    private final Deque<OpenConditional> open = new ArrayDeque<>();

    private final StringBuilder beginning = new StringBuilder();
    /** Counts nodes and directives, as a measure of the tree's memory. */
    private int pieces;

    private int conditions;

    DialectTreeBuilder(String text) {
        this.text = text;
    }

    /** An {@code {IF}} without its {@code {ENDIF}} so far. */
    static final class OpenConditional {
        private final int offset;
        private final List<DialectNode.ConditionalCase> cases = new ArrayList<>();
        private DialectNode.@Nullable DialectCondition condition;
        private List<DialectNode> body = new ArrayList<>();
        private boolean inElse;

        private OpenConditional(int offset) {
            this.offset = offset;
        }

        /** Offset of the {@code {IF}}. */
        int offset() {
            return offset;
        }

        /** Whether its {@code {ELSE}} was read. */
        boolean inElse() {
            return inElse;
        }

        private void endCase() {
            cases.add(new DialectNode.ConditionalCase(condition, body));
            condition = null;
            body = new ArrayList<>();
        }
    }

    /** Adds the text from {@code start} to before {@code end}, unless it is empty. */
    void text(int start, int end) {
        if (start < end) {
            add(new DialectNode.LiteralText(start, end));
            int from = start;
            while (beginning.isEmpty() && from < end && !WhitespaceLayout.isVisible(text.charAt(from))) {
                from++;
            }
            beginning.append(text, from, Math.min(end, from + MAX_BEGINNING - beginning.length()));
        }
    }

    /**
     * Adds a placeholder.
     *
     * @param name in lower case
     */
    void placeholder(String name, int offset) {
        add(new DialectNode.Placeholder(reference(name), offset));
        if (beginning.length() < MAX_BEGINNING) {
            beginning.append('%');
        }
    }

    /** Adds a {@code {SET}}. */
    void assignment(String variable, String value) {
        add(new DialectNode.Assignment(variable, value));
    }

    /** Begins an {@code {IF}}; its condition follows. */
    void begin(int offset) {
        pieces++;
        open.push(new OpenConditional(offset));
    }

    /**
     * Ends a case of the innermost {@code {IF}} and begins the next one.
     *
     * @param otherwise whether the next one is {@code {ELSE}}, which has no condition
     */
    void endCase(boolean otherwise) {
        pieces++;
        open.getFirst().endCase();
        open.getFirst().inElse = otherwise;
    }

    /** Adds the condition of the case that has begun. */
    void condition(DialectNode.DialectCondition condition) {
        conditions++;
        open.getFirst().condition = condition;
    }

    /** Ends the innermost {@code {IF}}. */
    void end() {
        OpenConditional ended = open.pop();
        ended.endCase();
        add(new DialectNode.Conditional(ended.cases));
    }

    /** Adds a node to the innermost open case, or to the top level. */
    private void add(DialectNode node) {
        pieces++;
        (open.isEmpty() ? nodes : open.getFirst().body).add(node);
    }

    /**
     * The reference for a name, in lower case, at this place. Within {@code {IF blfN}} or {@code {IF softkeyN}}, the
     * name may mean a part of that key. Of nested ones, the innermost counts.
     */
    DialectNode.PlaceholderReference reference(String name) {
        String key = open.stream()
                .map(each -> each.condition == null ? "" : each.condition.key())
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse("");
        String own = key.isEmpty() ? null : key + '/' + name;
        return references.computeIfAbsent(
                own == null ? name : own, known -> new DialectNode.PlaceholderReference(references.size(), name, own));
    }

    /** The open conditionals, the innermost first. */
    Deque<OpenConditional> open() {
        return open;
    }

    /** The number of pieces so far. */
    int pieces() {
        return pieces;
    }

    /** Builds the tree. With faults, it has no nodes. */
    DialectTree build(List<DialectParser.DialectFault> dialectFaults) {
        List<DialectNode> all = dialectFaults.isEmpty() ? nodes : List.of();
        return new DialectTree(text, all, references.size(), pieces, conditions, beginning.toString(), dialectFaults);
    }
}
