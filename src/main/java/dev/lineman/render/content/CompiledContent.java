package dev.lineman.render.content;

import dev.lineman.problem.Problem;
import dev.lineman.render.text.OutputWriter;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.DialectParser;
import java.util.List;

/** A content or file name as it is run. Thread-safe; the same for each file in which the text stands. */
public interface CompiledContent {

    /** About how many bytes of memory it takes. */
    int weight();

    /** Runs it once. */
    RenderResult<OutputWriter> run(RenderJob job);

    /**
     * A text that cannot be run.
     *
     * @param dialectFaults with their offsets in the text
     */
    record Unparsable(List<DialectParser.DialectFault> dialectFaults) implements CompiledContent {
        public Unparsable {
            dialectFaults = List.copyOf(dialectFaults);
        }

        @Override
        public int weight() {
            return 1000;
        }

        @Override
        public RenderResult<OutputWriter> run(RenderJob job) {
            return new RenderResult.FailedRendering<>(problems(job.content()), ReadNames.NONE, 0);
        }

        /**
         * The faults as problems at their places in the template.
         *
         * @param content the content that holds the text
         */
        public List<Problem> problems(Content content) {
            return dialectFaults.stream()
                    .map(fault -> Problem.error(content.at(fault.offset()), fault.message()))
                    .toList();
        }
    }
}
