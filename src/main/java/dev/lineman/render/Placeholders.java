package dev.lineman.render;

import dev.lineman.problem.Nearest;
import dev.lineman.problem.Problem;
import dev.lineman.template.text.Content;
import dev.lineman.template.text.Dialect;
import dev.lineman.template.text.Layout;
import dev.lineman.template.text.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.velocity.Template;

/**
 * A text in the {@code %%…%%} dialect as the engine runs it. Without directives its white space is laid out
 * once and for all, and it reads the same names whatever their values.
 */
final class Placeholders implements Compiled {
    private static final int BYTES_A_TOKEN = 700;
    private static final int ROOM = 256;

    private final Template template;
    private final Program program;
    private final String beginning;
    private final int weight;

    /** Where each slot stands first, in the content. */
    private final int[] offsets;

    /** What it always reads, when it is straight. */
    private final Reads reads;

    /** How long the last result was: the next will be about as long. */
    private volatile int expected;

    private Placeholders(Template template, Program program, int[] offsets, String beginning, int weight) {
        this.template = template;
        this.program = program;
        this.offsets = offsets;
        this.beginning = beginning;
        this.weight = weight;
        this.expected = program.source().length() + ROOM;
        this.reads = new Reads(program.names(), List.of());
    }

    static Compiled content(Engine engine, Content content) {
        String text = content.text();
        Dialect.Parsed parsed = Dialect.content(text);
        if (!parsed.faults().isEmpty()) {
            return new Unparsable(parsed.faults().stream()
                    .map(fault -> new Unparsable.Fault(fault.offset(), fault.message()))
                    .toList());
        }
        if (parsed.tokens().size() + text.split("]]#", -1).length > Program.MOST_PIECES) {
            return Unparsable.tooLarge();
        }
        boolean straight = parsed.tokens().stream()
                .allMatch(token -> token instanceof Token.Literal || token instanceof Token.Placeholder);
        if (straight) {
            // Layout moves placeholders and keeps them and their order.
            String laidOut = Layout.of(text);
            return of(
                    engine,
                    content,
                    parsed.tokens(),
                    laidOut,
                    Dialect.content(laidOut).tokens());
        }
        return of(engine, content, parsed.tokens(), text, parsed.tokens());
    }

    static Compiled name(Engine engine, Content filename) {
        String text = filename.text().strip();
        return of(engine, filename, Dialect.name(filename.text()), text, Dialect.name(text));
    }

    private static Compiled of(Engine engine, Content content, List<Token> placed, String text, List<Token> tokens) {
        Program program = Program.of(text, tokens);
        Map<Program.Slot, Integer> first = new HashMap<>();
        for (Token token : placed) {
            if (token instanceof Token.Placeholder placeholder) {
                first.putIfAbsent(new Program.Slot(placeholder.name(), placeholder.key()), placeholder.offset());
            }
        }
        int[] offsets = program.slots().stream()
                .mapToInt(slot -> first.getOrDefault(slot, 0))
                .toArray();
        int weight = 2 * text.length() + BYTES_A_TOKEN * tokens.size();
        Template template = engine.parseProgram(content.digest().toString(), program.source());
        return new Placeholders(template, program, offsets, beginning(text, tokens), weight);
    }

    /** The first visible characters that are no directive. */
    private static String beginning(String text, List<Token> tokens) {
        StringBuilder visible = new StringBuilder();
        for (Token token : tokens) {
            if (token instanceof Token.Placeholder) {
                visible.append('%');
            } else if (token instanceof Token.Literal literal) {
                String piece = text.substring(literal.start(), literal.end());
                visible.append(visible.isEmpty() ? stripped(piece) : piece);
            }
            if (visible.length() >= 8) {
                break;
            }
        }
        return visible.substring(0, Math.min(8, visible.length()));
    }

    private static String stripped(String piece) {
        String begin = piece.stripLeading();
        return begin.startsWith("\uFEFF") ? stripped(begin.substring(1)) : begin;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public Outcome<Sheet> run(Job job) {
        Slots slots = new Slots(program, job.values().names());
        Sheet sheet;
        try {
            sheet = write(job, slots);
        } catch (BudgetExceeded e) {
            return failed(List.of(Problem.error(job.config().at(), e.reason())), slots);
        }
        expected = sheet.length() + ROOM;
        List<Problem> problems = missing(job, slots);
        if (job.name()) {
            problems.addAll(slashes(job, slots));
        }
        return problems.isEmpty() ? new Outcome.Rendered<>(sheet, reads(slots)) : failed(problems, slots);
    }

    private Sheet write(Job job, Slots slots) {
        if (program.isStraight()) {
            Sheet sheet = new Sheet(
                    job.escape(beginning), expected, job.largest(), job.values().names()::isSecret);
            template.merge(slots, sheet);
            return sheet;
        }
        Draft draft = new Draft(expected, job.largest(), job.values().names()::isSecret);
        template.merge(slots, draft);
        return draft.laidOut(job.escape(beginning));
    }

    private Outcome<Sheet> failed(List<Problem> problems, Slots slots) {
        return new Outcome.Failed<>(problems, reads(slots));
    }

    private Reads reads(Slots slots) {
        return program.isStraight() ? reads : new Reads(slots.read(), List.of());
    }

    /** A problem for each name that had no value, at its first place in the content. */
    private List<Problem> missing(Job job, Slots slots) {
        List<Problem> problems = new ArrayList<>();
        for (int slot : slots.missing()) {
            String name = program.slots().get(slot).name();
            List<String> near = Nearest.to(name, job.values().names().known(), 1);
            String hint = near.isEmpty() || near.get(0).equals(name)
                    ? "set it in vars"
                    : "did you mean %%" + near.get(0) + "%%?";
            problems.add(Problem.error(job.content().at(offsets[slot]), "%%" + name + "%% has no value; " + hint));
        }
        return problems;
    }

    /** A problem for each value that would make a folder of its own. */
    private List<Problem> slashes(Job job, Slots slots) {
        List<Problem> problems = new ArrayList<>();
        for (int slot = 0; slot < offsets.length; slot++) {
            if (slots.value(slot).indexOf('/') >= 0) {
                String name = program.slots().get(slot).name();
                problems.add(Problem.error(
                        job.content().at(offsets[slot]),
                        "the value of %%" + name + "%% holds a '/', which a file name cannot take"));
            }
        }
        return problems;
    }
}
