package dev.lineman.command.csv.table;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes a table as CSV text that {@link CsvTable} reads. Stateless. */
public final class CsvText {
    private CsvText() {}

    /**
     * Returns the text of a table.
     *
     * @param rows the headings and the rows
     * @param quotesAll whether each cell is in quotes, or only those that need them
     */
    public static String of(List<List<String>> rows, boolean quotesAll) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(quotesAll ? QuoteStrategies.ALWAYS : new MinimalQuoteStrategy())
                .build(text)) {
            rows.forEach(csv::writeRecord);
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory can be written", e);
        }
        return text.toString();
    }

    /** Adds quotes where blanks at the ends would be lost. The writer itself quotes separators, quotes and line ends. */
    private static final class MinimalQuoteStrategy implements QuoteStrategy {
        @Override
        public boolean quoteValue(int line, int field, String value) {
            return !value.strip().equals(value);
        }
    }
}
