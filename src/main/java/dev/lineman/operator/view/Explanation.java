package dev.lineman.operator.view;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.render.dialect.DialectTrace;
import dev.lineman.resolve.origin.Provenance;
import dev.lineman.serve.visits.Visit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why something is as it is. Made of the inputs alone, but for what phones fetched. Holds no secret: where one stands, its
 * text is dots.
 */
public sealed interface Explanation {
    /** What is wrong with it, and holds it. */
    List<Problem> problems();

    /**
     * A phone with its files.
     *
     * @param mac 12 lower-case hex digits
     * @param site empty for the unnamed one
     * @param template null when it cannot be told
     * @param files those that its template makes, in the template's order
     * @param values all that the files read, in the order of the first look
     * @param visits when it was last served and last refused each of its files, the newest first
     */
    record PhoneExplanation(
            String mac,
            String site,
            List<ExplainedPerson> accounts,
            @Nullable ExplainedChoice template,
            List<ExplainedFile> files,
            List<ExplainedName> values,
            List<ExplainedFetch> visits,
            List<Problem> problems)
            implements Explanation {
        public PhoneExplanation {
            accounts = List.copyOf(accounts);
            files = List.copyOf(files);
            values = List.copyOf(values);
            visits = List.copyOf(visits);
            problems = List.copyOf(problems);
        }
    }

    /**
     * What one site template makes for one site.
     *
     * @param extensions the numbers of the site's extensions
     * @param fields what the template reads of them
     */
    record SiteExplanation(
            String site,
            String template,
            List<ExplainedFile> files,
            List<String> extensions,
            List<String> fields,
            List<Problem> problems)
            implements Explanation {
        public SiteExplanation {
            files = List.copyOf(files);
            extensions = List.copyOf(extensions);
            fields = List.copyOf(fields);
            problems = List.copyOf(problems);
        }
    }

    /**
     * A file that is published as it is.
     *
     * @param path what it is published as, below {@code out/}
     * @param input the file, below the root
     */
    record StaticFileExplanation(String path, String input, List<String> access, List<Problem> problems)
            implements Explanation {
        public StaticFileExplanation {
            access = List.copyOf(access);
            problems = List.copyOf(problems);
        }
    }

    /**
     * An extension without a phone.
     *
     * @param values what its file and its folders give it
     */
    record ExtensionExplanation(ExplainedPerson person, String site, List<ExplainedName> values, List<Problem> problems)
            implements Explanation {
        public ExtensionExplanation {
            values = List.copyOf(values);
            problems = List.copyOf(problems);
        }
    }

    /**
     * An extension, on a line of a phone.
     *
     * @param line 0 without a phone
     */
    record ExplainedPerson(int line, String number, String name, Position at) {}

    /**
     * How a template was found.
     *
     * @param model the chosen entry's text, or what was asked for where the template lists no models
     * @param ua what such a phone calls itself
     * @param at the entry; null where the template lists none
     * @param asked what the inputs say, such as {@code model: Snom320}
     * @param asking where
     * @param layer which layer says it
     * @param why what matched, a sentence's end for people
     */
    record ExplainedChoice(
            String path,
            String model,
            String ua,
            @Nullable Position at,
            String asked,
            Position asking,
            String layer,
            String why) {}

    /**
     * A file that a template makes.
     *
     * @param path below {@code out/}; empty when it cannot be told
     * @param at the template's {@code deviceconfig}
     * @param published whether there is such a file; else the template or a problem keeps it back
     * @param note what else is to be said of it; empty when nothing
     * @param lines which lines made it
     * @param conditions those that were asked, in order
     * @param access who may fetch it, a line each; empty when it is not served
     */
    record ExplainedFile(
            String path,
            Position at,
            boolean published,
            String note,
            List<DialectTrace.LineSpan> lines,
            List<ExplainedCondition> conditions,
            List<String> access) {
        public ExplainedFile {
            lines = List.copyOf(lines);
            conditions = List.copyOf(conditions);
            access = List.copyOf(access);
        }
    }

    /**
     * A condition of a template.
     *
     * @param asked as a template writes it, such as {@code IF network=STUN}
     * @param because what the name was
     */
    record ExplainedCondition(Position at, String asked, boolean held, String because) {}

    /**
     * A value.
     *
     * @param text null when the name has none
     * @param from where it was given or is offered; empty when it is made of something else
     * @param how in words where it comes from, where {@code from} does not say all; empty when it does
     * @param overridden what further layers say of it, the nearest first
     * @param used where templates read it
     */
    record ExplainedName(
            String name,
            @Nullable String text,
            boolean secret,
            List<Provenance.OriginPlace> from,
            String how,
            List<Provenance.OriginPlace> overridden,
            List<Position> used) {
        public ExplainedName {
            from = List.copyOf(from);
            overridden = List.copyOf(overridden);
            used = List.copyOf(used);
        }
    }

    /**
     * That a phone asked for a file.
     *
     * @param current whether that was the content that is published now
     */
    record ExplainedFetch(Visit visit, boolean current) {}
}
