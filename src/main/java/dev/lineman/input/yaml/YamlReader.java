package dev.lineman.input.yaml;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML 1.1 as people write it in configuration files. Every scalar is text: no implicit types, no tags except
 * {@code !secret} and {@code !env}, no duplicate keys, no alias that contains itself.
 *
 * <p>All readers of extensions, defaults and secrets use it. Messages never repeat a part of the file, since it may
 * be a password without its quotes. Stateless and thread-safe.
 */
public final class YamlReader {
    private static final String CONTROL_CHARACTER = "a control character stands here; remove it";
    private static final String UNKNOWN_ESCAPE =
            "this is no escape of double quotes; write '\\\\' for a backslash, or use single quotes";
    /** The largest file, in bytes. */
    static final int MAX_BYTES = 32 << 20;

    private YamlReader() {}

    /**
     * Reads a whole file. An error is part of the result.
     *
     * @param file its path for problems
     */
    public static YamlFile read(String file, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return failure(Position.of(file), "the file is larger than 32 MiB; split it");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            String valid = validPrefix(bytes);
            if (valid.length() < text.length()) {
                return failure(
                        position(file, valid, valid.length()),
                        "this byte is not UTF-8; save the file with UTF-8 encoding");
            }
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        int control = firstControlCharacter(text);
        if (control >= 0) {
            return failure(position(file, text, control), CONTROL_CHARACTER);
        }
        List<YamlNode> simple = SimpleYamlParser.documents(text);
        return simple == null ? parse(file, text) : new YamlFile(simple, List.of());
    }

    /**
     * The content of a file by SnakeYAML's parser.
     *
     * @param text has only printable characters
     */
    static YamlFile parse(String file, String text) {
        BoundedStreamReader reader = new BoundedStreamReader(text, 0);
        try {
            List<YamlNode> documents = new YamlNodeBuilder(file, new ParserImpl(reader, options()), text).documents();
            if (documents.isEmpty()) {
                return failure(Position.of(file), "the file is empty: nothing is taken from it until it has content");
            }
            return new YamlFile(documents, List.of());
        } catch (YamlNodeBuilder.Invalid e) {
            return new YamlFile(List.of(), List.of(e.problem));
        } catch (BoundedStreamReader.TokenTooLong e) {
            return failure(position(file, text, e.offset), YamlNodeBuilder.TOO_LONG);
        } catch (MarkedYAMLException e) {
            return failure(file, e);
        } catch (NumberFormatException e) {
            // SnakeYAML throws this for an escape that is not a character, or that is cut off by the end of the file.
            return failure(new Position(file, reader.getLine() + 1, reader.getColumn() + 1), UNKNOWN_ESCAPE);
        } catch (YAMLException e) {
            return failure(Position.of(file), "this is not YAML; check indentation and quotes");
        }
    }

    /**
     * Reads one section of a file.
     *
     * @param file its path
     * @return null if the section has an error. Then only {@link #read} tells what is wrong with the file
     */
    public static @Nullable YamlSection read(String file, YamlSections sections, int index) {
        String text = sections.text(index);
        if (index == 0 && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        if (text.indexOf('\uFFFD') >= 0 || firstControlCharacter(text) >= 0) {
            return null;
        }
        YamlSection simple = SimpleYamlParser.section(text, sections.line(index));
        if (simple != null) {
            return simple;
        }
        BoundedStreamReader reader = new BoundedStreamReader(text, sections.line(index));
        YamlNodeBuilder builder = new YamlNodeBuilder(file, new ParserImpl(reader, options()), text);
        try {
            List<YamlNode> documents = builder.documents();
            return new YamlSection(documents, builder.nodes(), builder.aliases());
        } catch (YamlNodeBuilder.Invalid | BoundedStreamReader.TokenTooLong | YAMLException | NumberFormatException e) {
            return null;
        }
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        return options;
    }

    /** The result for a file with an error. */
    private static YamlFile failure(Position at, String message) {
        return new YamlFile(List.of(), List.of(Problem.blocking(at, message)));
    }

    /** The result for an error of SnakeYAML, at the place where the user must correct the file. */
    private static YamlFile failure(String file, MarkedYAMLException e) {
        Mark mark = e.getProblemMark();
        Mark context = e.getContextMark();
        if (mark == null) {
            return failure(Position.of(file), advice(e.getProblem()));
        }
        if (context == null) {
            return failure(position(file, mark), advice(e.getProblem()));
        }
        if (e.getProblem().startsWith("found unexpected end of stream")) {
            return failure(position(file, context), advice(e.getProblem()));
        }
        boolean key = e.getProblem().startsWith("could not find expected ':'");
        return key && mark.getIndex() - context.getIndex() > YamlNodeBuilder.MAX_SCALAR
                ? failure(position(file, context), YamlNodeBuilder.TOO_LONG)
                : failure(position(file, mark), advice(e.getProblem()));
    }

    /** The position of SnakeYAML's mark, which counts from 0. */
    private static Position position(String file, Mark mark) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** The message for an error of SnakeYAML, by the beginning of its English text. */
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
            return UNKNOWN_ESCAPE;
        }
        if (problem.startsWith("found unexpected end of stream")) {
            return "the quote that opens here is never closed";
        }
        if (problem.startsWith("expected <block end>")) {
            return "this line does not fit what is above it; check the indentation, or put the value in quotes";
        }
        return "this is not YAML; check indentation and quotes";
    }

    /**
     * The offset of the first character that is not printable; -1 if there is none. Includes the line ends of YAML
     * 1.1 that editors do not show as such: YAML would fold them into blanks, and end comments at them.
     */
    private static int firstControlCharacter(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if ((c < ' ' && c != '\n' && c != '\r' && c != '\t')
                    || c == '\u0085'
                    || c == '\u2028'
                    || c == '\u2029'
                    || (c >= '\u007F' && !Character.isSurrogate(c) && !StreamReader.isPrintable(c))) {
                return at;
            }
        }
        return -1;
    }

    /** The text before the first byte that is not UTF-8. */
    private static String validPrefix(byte[] bytes) {
        CharBuffer characters = CharBuffer.allocate(bytes.length);
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), characters, true);
        return characters.flip().toString();
    }

    /** The position of an offset in a text: line and column, in code points from 1. */
    private static Position position(String file, String text, int offset) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < offset; i++) {
            char c = text.charAt(i);
            boolean crlf = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (c == '\n' || (c == '\r' && !crlf)) {
                line++;
                start = i + 1;
            }
        }
        return new Position(file, line, text.codePointCount(start, offset) + 1);
    }
}
