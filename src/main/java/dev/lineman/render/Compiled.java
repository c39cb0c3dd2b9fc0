package dev.lineman.render;

import dev.lineman.problem.Problem;
import dev.lineman.template.Content;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Dialect;
import dev.lineman.template.Escape;
import dev.lineman.template.Layout;
import dev.lineman.template.Nearest;
import dev.lineman.template.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.velocity.Template;
import org.apache.velocity.runtime.parser.ParseException;

/** A content or file name in the {@code %%…%%} dialect as the engine runs it. Thread-safe. */
final class Compiled {
    private static final int BYTES_A_TOKEN = 700;
    private static final int ROOM = 256;

    private final Template program;
    private final List<String> slots;

    /** Where each slot's name stands first, in the content. */
    private final int[] offsets;

    private final String beginning;
    private final Reads reads;
    private final int weight;

    /** How long the last result was: the next will be about as long. */
    private volatile int expected;

    private Compiled(Template program, List<String> slots, int[] offsets, String laidOut, int tokens) {
        this.program = program;
        this.slots = slots;
        this.offsets = offsets;
        this.beginning = laidOut.substring(0, Math.min(8, laidOut.length()));
        this.reads = new Reads(slots, List.of());
        this.weight = 2 * laidOut.length() + BYTES_A_TOKEN * tokens;
        this.expected = laidOut.length() + ROOM;
    }

    /** A content, its white space laid out. */
    static Compiled content(Engine engine, Content content) {
        return of(engine, content, Layout.of(content.text()));
    }

    /** A file name. */
    static Compiled name(Engine engine, Content filename) {
        return of(engine, filename, filename.text().strip());
    }

    private static Compiled of(Engine engine, Content content, String laidOut) {
        List<Token> tokens = Dialect.tokens(laidOut);
        Vtl.Program program = Vtl.of(laidOut, tokens);
        // Layout moves placeholders and keeps them and their order.
        Map<String, Integer> first = new LinkedHashMap<>();
        for (Token token : Dialect.tokens(content.text())) {
            if (token instanceof Token.Placeholder placeholder) {
                first.putIfAbsent(placeholder.name(), placeholder.offset());
            }
        }
        int[] offsets = first.values().stream().mapToInt(Integer::intValue).toArray();
        try {
            Template parsed = engine.parse(content.digest().toString(), program.source());
            return new Compiled(parsed, program.names(), offsets, laidOut, tokens.size());
        } catch (ParseException e) {
            throw new IllegalStateException("placeholders compiled to what does not parse", e);
        }
    }

    /** The names that it reads, whatever their values. */
    Reads reads() {
        return reads;
    }

    /** About how many bytes of memory it takes. */
    int weight() {
        return weight;
    }

    Escape escape(DeviceConfig config) {
        Escape said = config.escape();
        return said == null ? Escape.of(beginning, config.filename().text()) : said;
    }

    Sheet run(Engine engine, Slots values, Escape escape, int largest) {
        Sheet sheet = new Sheet(escape, expected, largest);
        engine.merge(program, values, sheet);
        expected = sheet.length() + ROOM;
        return sheet;
    }

    Slots slots(Values values) {
        return new Slots(slots, values.names());
    }

    /** A problem for each name that had no value, at its first place in the content. */
    List<Problem> missing(Content content, Slots slots, Values values) {
        List<Problem> problems = new ArrayList<>();
        for (int slot : slots.missing()) {
            String name = this.slots.get(slot);
            List<String> near = Nearest.to(name, values.names().known(), 1);
            String hint = near.isEmpty() ? "set it in vars" : "did you mean %%" + near.get(0) + "%%?";
            problems.add(Problem.error(content.at(offsets[slot]), "%%" + name + "%% has no value; " + hint));
        }
        return problems;
    }

    /** A problem for each value that would make a folder of its own. */
    List<Problem> slashes(Content filename, Slots slots) {
        List<Problem> problems = new ArrayList<>();
        for (int slot = 0; slot < offsets.length; slot++) {
            if (slots.value(slot).indexOf('/') >= 0) {
                problems.add(Problem.error(
                        filename.at(offsets[slot]),
                        "the value of %%" + this.slots.get(slot) + "%% holds a '/', which a file name cannot take"));
            }
        }
        return problems;
    }
}
