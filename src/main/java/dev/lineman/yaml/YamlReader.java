package dev.lineman.yaml;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML 1.1 as people write it in configuration: no implicit types, no custom ones, no duplicate keys, no
 * alias that holds itself. Messages never repeat a piece of the file, since it may be a password that lacks its
 * quotes.
 */
public final class YamlReader {
    private static final int MAX_CHARACTERS = 32 << 20;
    private static final int MAX_DEPTH = 32;

    private YamlReader() {}

    /** Reads a whole file; {@code file} is its path for problems. */
    public static YamlFile read(String file, byte[] bytes) {
        CharBuffer characters = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), characters, true);
        String text = characters.flip().toString();
        if (result.isError()) {
            return failure(
                    place(file, text, text.length()), "this byte is not UTF-8; save the file with UTF-8 encoding");
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        try {
            List<Node> documents = new NodeBuilder(file, new ParserImpl(new StreamReader(text), options)).documents();
            if (documents.isEmpty()) {
                return failure(Position.of(file), "the file is empty: nothing is taken from it until it has content");
            }
            return new YamlFile(documents, List.of());
        } catch (NodeBuilder.Invalid e) {
            return new YamlFile(List.of(), List.of(e.problem));
        } catch (ReaderException e) {
            return failure(
                    place(file, text, text.offsetByCodePoints(0, e.getPosition())),
                    "a control character stands here; remove it");
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            return failure(
                    mark == null ? Position.of(file) : new Position(file, mark.getLine() + 1, mark.getColumn() + 1),
                    advice(e.getProblem()));
        } catch (YAMLException e) {
            return failure(Position.of(file), "the file is too large, or nested too deeply");
        }
    }

    private static YamlFile failure(Position at, String message) {
        return new YamlFile(List.of(), List.of(Problem.error(at, message)));
    }

    private static String advice(String problem) {
        if (problem.contains("cannot start any token")) {
            return problem.contains("TAB")
                    ? "YAML is not indented with tabs; use blanks"
                    : "a value cannot begin with this character; put the value in quotes";
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return "': ' cannot stand here; put the value in quotes, or check the indentation";
        }
        if (problem.startsWith("could not find expected ':'")) {
            return "a ':' is missing after this key";
        }
        if (problem.startsWith("found unknown escape character")) {
            return "this is no escape of double quotes; write '\\\\' for a backslash, or use single quotes";
        }
        if (problem.startsWith("found unexpected end of stream")) {
            return "the file ends inside a quoted value; a closing quote is missing";
        }
        if (problem.startsWith("expected <block end>")) {
            return "this line does not fit what is above it; check the indentation, or put the value in quotes";
        }
        return "this is not YAML; check indentation and quotes";
    }

    private static Position place(String file, String text, int offset) {
        int line = 1;
        int start = 0;
        for (int newline = text.indexOf('\n'); newline >= 0 && newline < offset; newline = text.indexOf('\n', start)) {
            line++;
            start = newline + 1;
        }
        return new Position(file, line, text.codePointCount(start, offset) + 1);
    }
}
