package dev.lineman.command.csv.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldModifier;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A parsed CSV file (RFC 4180). The separator is comma, semicolon or tab: the most frequent one in the headings.
 * Blanks around a cell are dropped unless they are inside quotes. Immutable.
 *
 * @param headings the cells of the first row
 * @param rows the other rows, without empty ones
 * @param problems the reason why the file cannot be read: then there are no rows
 */
public record CsvTable(List<CsvCell> headings, List<List<CsvCell>> rows, List<Problem> problems) {
    private static final char[] SEPARATORS = {',', ';', '\t'};

    /** Added as a row behind the last one. If it is part of another cell, a quote is open. No valid text contains it. */
    private static final String END_MARK = "\u0000";

    public CsvTable {
        headings = List.copyOf(headings);
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }

    /** The longest cell, in bytes of UTF-8: values of extension files have the same limit. */
    private static final int MAX_CELL_BYTES = 64 << 10;

    /** Returns a heading without blanks and punctuation, in lower case, so that different spellings are equal. */
    public static String normalizeHeading(String heading) {
        StringBuilder bare = new StringBuilder(heading.length());
        heading.codePoints()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(bare::appendCodePoint);
        return bare.toString();
    }

    /**
     * Reads a whole CSV file.
     *
     * @param file the name of the file in problems
     * @param bytes UTF-8, with or without a byte order mark
     */
    public static CsvTable read(String file, byte[] bytes) {
        CharBuffer characters = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), characters, true);
        String text = characters.flip().toString();
        if (result.isError()) {
            return failure(
                    new Position(file, rowAtEnd(text), 1),
                    "this is not UTF-8: save the file again as \"CSV UTF-8\", and look whether names are still right");
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        if (text.contains(END_MARK)) {
            return failure(Position.of(file), "this is no text in UTF-8: save the file again as \"CSV UTF-8\"");
        }
        return parse(file, text);
    }

    private static CsvTable failure(Position at, String message) {
        return new CsvTable(List.of(), List.of(), List.of(Problem.blocking(at, message)));
    }

    /** Returns the number of the last line, for a file that stops being UTF-8 there. */
    private static int rowAtEnd(String text) {
        return 1 + (int) text.lines().count() - (text.isEmpty() || endsLine(text) ? 0 : 1);
    }

    private static boolean endsLine(String text) {
        return text.endsWith("\n") || text.endsWith("\r");
    }

    private static CsvTable parse(String file, String text) {
        List<List<CsvCell>> rows = new ArrayList<>();
        CsvReader.CsvReaderBuilder format = CsvReader.builder()
                .fieldSeparator(separator(text))
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowExtraCharsAfterClosingQuote(false)
                .maxBufferSize(text.length() + 2)
                .trimWhitespacesAroundQuotes(true);
        int row = 0;
        try (CsvReader<CsvRecord> reader = format.build(
                CsvRecordHandler.of(handler -> handler.fieldModifier(new UnquotedCell())
                        .maxFieldSize(text.length() + 2)
                        .maxRecordSize(text.length() + 2)),
                text + '\n' + END_MARK)) {
            for (CsvRecord cells : reader) {
                row++;
                if (!cells.getFields().equals(List.of(END_MARK))) {
                    rows.add(row(cells.getFields(), row));
                }
            }
        } catch (CsvParseException e) {
            return failure(
                    new Position(file, row + 1, 1),
                    "a quote is out of place: a cell that has quotes begins and ends with one, and has two"
                            + " for each inside");
        } catch (IOException e) {
            throw new IllegalStateException("text in memory can be read", e);
        }
        List<CsvCell> last = rows.get(rows.size() - 1);
        if (last.get(last.size() - 1).text().endsWith(END_MARK)) {
            return failure(last.get(last.size() - 1).at(file), "the quote that opens in this row is never closed");
        }
        for (List<CsvCell> cells : rows) {
            for (CsvCell cell : cells) {
                if (isTooLong(cell.text())) {
                    return failure(cell.at(file), "this cell is longer than 64 KiB; shorten it, or close its quotes");
                }
            }
        }
        rows.removeIf(cells -> cells.stream().allMatch(CsvCell::blank));
        if (rows.isEmpty()) {
            return failure(Position.of(file), "the file is empty");
        }
        return new CsvTable(rows.get(0), rows.subList(1, rows.size()), List.of());
    }

    private static boolean isTooLong(String text) {
        return text.length() > MAX_CELL_BYTES / 3 && text.getBytes(StandardCharsets.UTF_8).length > MAX_CELL_BYTES;
    }

    private static List<CsvCell> row(List<String> texts, int row) {
        List<CsvCell> cells = new ArrayList<>(texts.size());
        for (String text : texts) {
            cells.add(new CsvCell(text, row, cells.size() + 1));
        }
        return cells;
    }

    /** Returns the most frequent separator in the first line with text, outside quotes. */
    private static char separator(String text) {
        int[] counts = new int[SEPARATORS.length];
        boolean quoted = false;
        boolean started = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (!quoted && started && (c == '\n' || c == '\r')) {
                break;
            }
            started |= !Character.isWhitespace(c);
            for (int s = 0; s < SEPARATORS.length; s++) {
                counts[s] += !quoted && c == SEPARATORS[s] ? 1 : 0;
            }
        }
        int most = 0;
        for (int s = 1; s < SEPARATORS.length; s++) {
            most = counts[s] > counts[most] ? s : most;
        }
        return SEPARATORS[most];
    }

    /** Removes the blanks around cells without quotes. */
    private static final class UnquotedCell implements FieldModifier {
        @Override
        public String modify(long line, int field, boolean quoted, String text) {
            return quoted ? text : text.strip();
        }
    }
}
