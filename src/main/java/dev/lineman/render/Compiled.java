package dev.lineman.render;

import dev.lineman.problem.Problem;
import dev.lineman.template.text.Content;
import dev.lineman.template.text.Dialect;
import java.util.List;

/** A content or file name as it is run. Thread-safe; the same for each file in which the text stands. */
interface Compiled {

    /** About how many bytes of memory it takes. */
    int weight();

    /** Runs it once. */
    Outcome<Sheet> run(Job job);

    /**
     * A text that cannot be run.
     *
     * @param faults with their offsets in the text
     */
    record Unparsable(List<Dialect.Fault> faults) implements Compiled {
        public Unparsable {
            faults = List.copyOf(faults);
        }

        @Override
        public int weight() {
            return 1000;
        }

        @Override
        public Outcome<Sheet> run(Job job) {
            return new Outcome.Failed<>(problems(job.content()), Reads.NONE, 0);
        }

        /** @param content which the text is of */
        List<Problem> problems(Content content) {
            return faults.stream()
                    .map(fault -> Problem.error(content.at(fault.offset()), fault.message()))
                    .toList();
        }
    }
}
