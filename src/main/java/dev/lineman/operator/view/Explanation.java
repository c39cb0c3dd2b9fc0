package dev.lineman.operator.view;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.render.dialect.DialectTrace;
import dev.lineman.resolve.origin.Provenance;
import dev.lineman.serve.visits.MissedRequest;
import dev.lineman.serve.visits.Visit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a phone, a file or an extension is as it is: templates, lines, conditions, and the origin of each value. It
 * depends on the inputs, and on the log of visits for the last requests. It has no secret: dots replace each one.
 * Immutable.
 *
 * <p>{@link ExplanationText} and {@link ExplanationJson} print it.
 */
public sealed interface Explanation {
    /** The problems that concern the subject. */
    List<Problem> problems();

    /**
     * A phone with its files.
     *
     * @param mac 12 lower-case hex digits
     * @param site empty for the unnamed site
     * @param accounts its extensions, by line
     * @param template how its template was found; null if there is none
     * @param files those that its template makes, in the order of the template
     * @param values all that the files read, in the order of the first read
     * @param unused what the inputs give and the template does not have
     * @param visits for each of its files, the last request that was served and the last one that was refused; the
     *     newest first
     * @param missed the names that it asked for and did not get, the most telling first
     * @param problems that concern the phone
     */
    record PhoneExplanation(
            String mac,
            String site,
            List<ExplainedAccount> accounts,
            @Nullable ExplainedChoice template,
            List<ExplainedFile> files,
            List<ExplainedName> values,
            List<ExplainedUnused> unused,
            List<ExplainedFetch> visits,
            List<ExplainedMiss> missed,
            List<Problem> problems)
            implements Explanation {
        public PhoneExplanation {
            accounts = List.copyOf(accounts);
            files = List.copyOf(files);
            values = List.copyOf(values);
            unused = List.copyOf(unused);
            visits = List.copyOf(visits);
            missed = List.copyOf(missed);
            problems = List.copyOf(problems);
        }
    }

    /**
     * The files of one site template for one site.
     *
     * @param site empty for the unnamed site
     * @param template the site template
     * @param chosen the places where {@code site_templates} names it; empty if the site has it anyway
     * @param files those that it makes, in the order of the template
     * @param extensions the numbers of all extensions of the site
     * @param contacts those of the site, if the template shows them
     * @param fields the fields that the template reads of them
     * @param problems that concern the files
     */
    record SiteExplanation(
            String site,
            ExplainedTemplate template,
            List<Position> chosen,
            List<ExplainedFile> files,
            List<String> extensions,
            List<ExplainedContact> contacts,
            List<String> fields,
            List<Problem> problems)
            implements Explanation {
        public SiteExplanation {
            contacts = List.copyOf(contacts);
            chosen = List.copyOf(chosen);
            files = List.copyOf(files);
            extensions = List.copyOf(extensions);
            fields = List.copyOf(fields);
            problems = List.copyOf(problems);
        }
    }

    /**
     * A contact of a phonebook.
     *
     * @param name both names, or the company; a reference as it is written
     * @param at where the contact is
     */
    record ExplainedContact(String name, Position at) {
        /** Makes the explanation of a contact. */
        public static ExplainedContact of(String file, FieldValues contact) {
            String names = Stream.of(ExtensionField.FIRST_NAME, ExtensionField.LAST_NAME)
                    .map(field -> contact.get(field.key()))
                    .filter(Objects::nonNull)
                    .map(Object::toString)
                    .collect(Collectors.joining(" "));
            return new ExplainedContact(
                    names.isBlank() ? String.valueOf(contact.get(ExtensionField.COMPANY.key())) : names,
                    FieldValues.position(file, contact.packedPosition(0)));
        }
    }

    /**
     * A person of phonebooks who is no extension.
     *
     * @param contact the person
     * @param site of the folder; empty for a contact of all sites
     * @param values as the file has them, by key
     * @param phonebooks the files with the people of the site, or of all sites
     * @param problems that concern the contact
     */
    record ContactExplanation(
            ExplainedContact contact,
            String site,
            Map<String, String> values,
            List<ExplainedPhonebook> phonebooks,
            List<Problem> problems)
            implements Explanation {
        public ContactExplanation {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            phonebooks = List.copyOf(phonebooks);
            problems = List.copyOf(problems);
        }
    }

    /**
     * A phonebook.
     *
     * @param path below {@code out/}, of its first page
     * @param pages how many files it has
     */
    record ExplainedPhonebook(String path, int pages) {}

    /**
     * A static file, which is published unchanged.
     *
     * @param path of the published file, below {@code out/}
     * @param input path of the input file, below the root
     * @param access the conditions to fetch it, one in each line
     * @param problems that concern the file
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
     * @param person the extension
     * @param site empty for the unnamed site
     * @param values that its file and its folders give
     * @param problems that concern the extension
     */
    record ExtensionExplanation(
            ExplainedAccount person, String site, List<ExplainedName> values, List<Problem> problems)
            implements Explanation {
        public ExtensionExplanation {
            values = List.copyOf(values);
            problems = List.copyOf(problems);
        }
    }

    /**
     * An extension, as the account of a phone.
     *
     * @param line of the phone, from 1; 0 without a phone
     * @param number of the extension
     * @param name of the person; empty if it is unknown or a secret
     * @param at where the extension is in the inputs
     */
    record ExplainedAccount(int line, String number, String name, Position at) {}

    /**
     * A template file.
     *
     * @param path below the root
     * @param builtIn whether it is part of the program
     */
    record ExplainedTemplate(String path, boolean builtIn) {
        /** The path, marked if the file is not in the root. */
        @Override
        public String toString() {
            return path + (builtIn ? " (built-in)" : "");
        }
    }

    /**
     * How a template was found.
     *
     * @param file the template
     * @param model the text of the model entry, or the wanted model if the template lists no models
     * @param ua the User-Agent of such phones
     * @param at the model entry; null if the template lists no models
     * @param asked the key and value in the inputs, such as {@code model: Snom320}
     * @param asking where this key is
     * @param layer the layer that has the key
     * @param why what matched, as the end of a sentence
     */
    record ExplainedChoice(
            ExplainedTemplate file,
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
     * @param path below {@code out/}; empty if its name cannot be rendered
     * @param at the {@code deviceconfig} of the template
     * @param published whether the file exists; if not, the template or a problem prevents it
     * @param note what else to say about it; empty for nothing
     * @param lines the lines of the template that apply
     * @param conditions those that were evaluated, in order
     * @param access the conditions to fetch it, one in each line; empty if the listener does not serve it
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
     * A condition of a template, and its result.
     *
     * @param at where the condition is
     * @param asked the condition as the template has it, such as {@code IF network=STUN}
     * @param held whether it is true
     * @param because the value of the name, as the end of a sentence
     */
    record ExplainedCondition(Position at, String asked, boolean held, String because) {}

    /**
     * A value and its origin.
     *
     * @param name that the template reads
     * @param text the value; null if the name has none
     * @param secret whether dots replace the value
     * @param from where it is set or offered; empty if it is computed from something else
     * @param how where it comes from, in words; empty if {@code from} says it all
     * @param overridden the values of layers further away, the nearest first
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
     * A setting without effect on the phone.
     *
     * @param name the option, {@code codecs}, {@code network}, or the BLF key
     * @param from where it is set
     * @param reason what the template lacks
     */
    record ExplainedUnused(String name, Provenance.OriginPlace from, String reason) {}

    /**
     * A request of the phone for one of its files.
     *
     * @param current whether it got the content that is published now
     */
    record ExplainedFetch(Visit visit, boolean current) {}

    /**
     * A name that the phone asked for and did not get.
     *
     * @param text what it asks for and which files it has, such as {@code asks for a.cfg, which it does not have (its
     *     file is b.cfg)}
     * @param advice sentences that say why, and what to do; may be empty
     */
    record ExplainedMiss(MissedRequest request, MissReason reason, String text, List<String> advice) {
        public ExplainedMiss {
            advice = List.copyOf(advice);
        }
    }
}
