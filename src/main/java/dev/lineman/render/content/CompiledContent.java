package dev.lineman.render.content;

import dev.lineman.problem.Problem;
import dev.lineman.render.text.OutputWriter;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.DialectParser;
import java.util.List;

/**
 * A compiled content or file name, in one of the two template languages. The renderer compiles it once and runs it
 * for each file. Thread-safe.
 */
public interface CompiledContent {

    /** The memory that it takes, in bytes, as an estimate. */
    int weight();

    /** The variables that it can read, whatever the values are. */
    VariableReads variableReads();

    /** Runs it once. It throws nothing: each failure is in the result. */
    RenderResult<OutputWriter> run(RenderJob job);

    /**
     * A content that does not parse. Each run fails with its faults, so that every output of the content reports
     * them.
     *
     * @param dialectFaults with offsets into the text
     */
    record Unparsable(List<DialectParser.DialectFault> dialectFaults) implements CompiledContent {
        public Unparsable {
            dialectFaults = List.copyOf(dialectFaults);
        }

        @Override
        public int weight() {
            // A few faults with their messages.
            return 1000;
        }

        /** Any: what is meant is not known. */
        @Override
        public VariableReads variableReads() {
            return VariableReads.ALL;
        }

        @Override
        public RenderResult<OutputWriter> run(RenderJob job) {
            return new RenderResult.FailedRendering<>(problems(job.content()), ReadNames.NONE, 0);
        }

        /**
         * The faults as problems with positions in the template.
         *
         * @param content the content that has the text
         */
        public List<Problem> problems(Content content) {
            return dialectFaults.stream()
                    .map(fault -> Problem.blocking(content.at(fault.offset()), fault.message()))
                    .toList();
        }
    }
}
