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
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.velocity.Template;
import org.jspecify.annotations.Nullable;

/**
 * A text in the {@code %%…%%} dialect as it is run: by the engine, or without directives as a stencil, whose white space is
 * laid out once and for all. It then reads the same names whatever their values.
 */
final class Placeholders implements Compiled {
    private static final int BYTES_A_TOKEN = 700;
    private static final int ROOM = 256;

    /** Names without a value that are told one by one. */
    private static final int MOST_TOLD = 100;

    /** Null where the engine is not needed. */
    private final @Nullable Template template;

    /** Null where it is. */
    private final @Nullable Stencil stencil;

    private final Program program;
    private final String beginning;
    private final int weight;

    /** Where each slot stands first, in the content. */
    private final int[] offsets;

    /** What it always reads, when it is straight. */
    private final Reads reads;

    /** How long the last result was: the next will be about as long. */
    private volatile int expected;

    private Placeholders(
            @Nullable Template template,
            @Nullable Stencil stencil,
            Program program,
            int[] offsets,
            String beginning,
            int weight) {
        this.template = template;
        this.stencil = stencil;
        this.program = program;
        this.offsets = offsets;
        this.beginning = beginning;
        this.weight = weight;
        this.expected = program.source().length() + ROOM;
        this.reads = new Reads(program.names(), List.of());
    }

    static Compiled content(Engine engine, Content content, boolean stencils) {
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
                    Dialect.content(laidOut).tokens(),
                    stencils);
        }
        return of(engine, content, parsed.tokens(), text, parsed.tokens(), stencils);
    }

    static Compiled name(Engine engine, Content filename, boolean stencils) {
        String text = filename.text().strip();
        return of(engine, filename, Dialect.name(filename.text()), text, Dialect.name(text), stencils);
    }

    private static Compiled of(
            Engine engine, Content content, List<Token> placed, String text, List<Token> tokens, boolean stencils) {
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
        String beginning = beginning(text, tokens);
        if (stencils && program.isStraight()) {
            Stencil stencil = Stencil.of(text, tokens, program.slots());
            return new Placeholders(null, stencil, program, offsets, beginning, weight);
        }
        Template template = engine.parseProgram(content.digest().toString(), program.source());
        return new Placeholders(template, null, program, offsets, beginning, weight);
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
    public Outcome<Written> run(Job job) {
        Slots slots = new Slots(program, job.values().names());
        Written written;
        try {
            written = write(job, slots);
        } catch (BudgetExceeded e) {
            return failed(List.of(Problem.error(job.config().at(), e.reason())), slots);
        }
        List<Problem> problems = missing(job, slots);
        if (job.name()) {
            problems.addAll(secrets(job, slots));
            problems.addAll(slashes(job, slots));
        }
        return problems.isEmpty()
                ? new Outcome.Rendered<>(written, reads(slots), steps(written.length()))
                : failed(problems, slots);
    }

    private Written write(Job job, Slots slots) {
        Predicate<String> secret = job.values().names()::isSecret;
        if (template == null) {
            return Objects.requireNonNull(stencil).fill(slots, job.escape(beginning), job.largest(), secret);
        }
        if (program.isStraight()) {
            Sheet sheet = new Sheet(job.escape(beginning), expected, job.largest(), secret);
            template.merge(slots, sheet);
            expected = sheet.length() + ROOM;
            return sheet;
        }
        Draft draft = new Draft(expected, job.largest(), secret);
        template.merge(slots, draft);
        Sheet sheet = draft.laidOut(job.escape(beginning));
        expected = sheet.length() + ROOM;
        return sheet;
    }

    private Outcome<Written> failed(List<Problem> problems, Slots slots) {
        return new Outcome.Failed<>(
                problems, reads(slots), steps(program.source().length()));
    }

    private long steps(int characters) {
        return Budget.steps(weight / BYTES_A_TOKEN, characters);
    }

    private Reads reads(Slots slots) {
        return program.isStraight() ? reads : new Reads(slots.read(), List.of());
    }

    /** A problem for each name that had no value, at its first place in the content. */
    private List<Problem> missing(Job job, Slots slots) {
        List<Problem> problems = new ArrayList<>();
        for (int slot : slots.missing()) {
            if (problems.size() == MOST_TOLD) {
                String more = "and " + (slots.missing().size() - MOST_TOLD) + " more names have no value";
                problems.add(Problem.error(job.content().at(offsets[slot]), more));
                break;
            }
            String name = program.slots().get(slot).name();
            List<String> near = Nearest.to(name, job.values().names().known(), 1);
            String hint = near.isEmpty() || near.get(0).equals(name)
                    ? "set it in vars"
                    : "did you mean %%" + near.get(0) + "%%?";
            problems.add(Problem.error(job.content().at(offsets[slot]), "%%" + name + "%% has no value; " + hint));
        }
        return problems;
    }

    /** A problem for each value that would show a secret wherever the file's name stands. */
    private List<Problem> secrets(Job job, Slots slots) {
        List<Problem> problems = new ArrayList<>();
        for (int slot = 0; slot < offsets.length; slot++) {
            if (job.values().names().isSecret(slots.value(slot))) {
                String name = program.slots().get(slot).name();
                problems.add(Problem.error(
                        job.content().at(offsets[slot]), "%%" + name + "%% is a secret; " + OutputName.NO_SECRETS));
            }
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
