package dev.lineman.operator.view;

import static dev.lineman.operator.view.JsonObject.all;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.ProblemReach;
import dev.lineman.problem.Severity;
import dev.lineman.render.dialect.DialectTrace;
import dev.lineman.resolve.origin.Provenance;
import dev.lineman.serve.visits.MissedRequest;
import dev.lineman.serve.visits.Visit;
import org.jspecify.annotations.Nullable;

/**
 * An explanation as JSON, for programs. The page {@code src/docs/explain.md} documents its keys, which never change.
 * Stateless.
 */
public final class ExplanationJson {
    private ExplanationJson() {}

    /** An explanation as a JSON object. */
    public static JsonObject of(Explanation explanation) {
        JsonObject tree = new JsonObject();
        if (explanation instanceof Explanation.PhoneExplanation phone) {
            tree.with("mac", phone.mac());
            tree.with("site", phone.site());
            tree.with("extensions", all(phone.accounts(), ExplanationJson::person));
            tree.with("template", phone.template() == null ? null : choice(phone.template()));
            tree.with("files", all(phone.files(), ExplanationJson::made));
            tree.with("values", all(phone.values(), ExplanationJson::named));
            tree.with("unused", all(phone.unused(), ExplanationJson::unused));
            tree.with("fetched", all(phone.visits(), ExplanationJson::fetch));
            tree.with("missed", all(phone.missed(), ExplanationJson::missed));
        } else if (explanation instanceof Explanation.SiteExplanation site) {
            tree.with("site", site.site());
            tree.with("template", site.template().path());
            tree.with("built_in", site.template().builtIn());
            tree.with("chosen", all(site.chosen(), ExplanationJson::at));
            tree.with("files", all(site.files(), ExplanationJson::made));
            tree.with("extensions", site.extensions());
            tree.with("contacts", all(site.contacts(), ExplanationJson::contact));
            tree.with("fields", site.fields());
        } else if (explanation instanceof Explanation.StaticFileExplanation file) {
            tree.with("file", file.path());
            tree.with("input", file.input());
            tree.with("access", file.access());
        } else if (explanation instanceof Explanation.ExtensionExplanation extension) {
            tree.with("extension", person(extension.person()));
            tree.with("site", extension.site());
            tree.with("values", all(extension.values(), ExplanationJson::named));
        } else if (explanation instanceof Explanation.ContactExplanation contact) {
            JsonObject values = new JsonObject();
            contact.values().forEach(values::with);
            tree.with("contact", contact(contact.contact()));
            tree.with("site", contact.site().isEmpty() ? null : contact.site());
            tree.with("values", values);
            tree.with("phonebooks", all(contact.phonebooks(), ExplanationJson::phonebook));
        }
        tree.with("problems", all(explanation.problems(), ExplanationJson::problem));
        return tree;
    }

    private static JsonObject contact(Explanation.ExplainedContact contact) {
        return new JsonObject().with("name", contact.name()).with("at", at(contact.at()));
    }

    private static JsonObject phonebook(Explanation.ExplainedPhonebook book) {
        return new JsonObject().with("path", book.path()).with("pages", book.pages());
    }

    private static JsonObject at(@Nullable Position position) {
        return new JsonObject()
                .with("file", position == null ? null : position.file())
                .with("line", position == null ? null : position.line())
                .with("column", position == null ? null : position.column());
    }

    private static JsonObject person(Explanation.ExplainedAccount person) {
        return new JsonObject()
                .with("line", person.line() == 0 ? null : person.line())
                .with("number", person.number())
                .with("name", person.name())
                .with("at", at(person.at()));
    }

    private static JsonObject choice(Explanation.ExplainedChoice choice) {
        return new JsonObject()
                .with("path", choice.file().path())
                .with("built_in", choice.file().builtIn())
                .with("model", choice.model())
                .with("ua", choice.ua())
                .with("at", choice.at() == null ? null : at(choice.at()))
                .with("asked", choice.asked())
                .with("asked_at", at(choice.asking()))
                .with("layer", choice.layer())
                .with("matched", choice.why());
    }

    private static JsonObject made(Explanation.ExplainedFile made) {
        return new JsonObject()
                .with("path", made.path().isEmpty() ? null : made.path())
                .with("at", at(made.at()))
                .with("published", made.published())
                .with("note", made.note().isEmpty() ? null : made.note())
                .with("lines", all(made.lines(), ExplanationJson::lines))
                .with("conditions", all(made.conditions(), ExplanationJson::condition))
                .with("access", made.access());
    }

    private static JsonObject lines(DialectTrace.LineSpan lines) {
        return new JsonObject()
                .with("file", lines.file())
                .with("first", lines.first())
                .with("last", lines.last());
    }

    private static JsonObject condition(Explanation.ExplainedCondition condition) {
        return new JsonObject()
                .with("asked", condition.asked())
                .with("held", condition.held())
                .with("because", condition.because())
                .with("at", at(condition.at()));
    }

    private static JsonObject named(Explanation.ExplainedName named) {
        return new JsonObject()
                .with("name", named.name())
                .with("value", named.text())
                .with("secret", named.secret())
                .with("from", all(named.from(), ExplanationJson::source))
                .with("how", named.how().isEmpty() ? null : named.how())
                .with("overridden", all(named.overridden(), ExplanationJson::source))
                .with("used", all(named.used(), ExplanationJson::at));
    }

    private static JsonObject unused(Explanation.ExplainedUnused unused) {
        return source(unused.from()).with("name", unused.name()).with("reason", unused.reason());
    }

    private static JsonObject source(Provenance.OriginPlace source) {
        return new JsonObject()
                .with("layer", source.layer())
                .with("text", source.text())
                .with("at", at(source.at()));
    }

    private static JsonObject fetch(Explanation.ExplainedFetch fetch) {
        Visit visit = fetch.visit();
        return new JsonObject()
                .with("at", visit.at())
                .with("address", visit.from())
                .with("file", visit.file())
                .with("status", visit.status())
                .with("current", fetch.current())
                .with("user_agent", visit.agent())
                .with("firmware", visit.firmware().isEmpty() ? null : visit.firmware());
    }

    /** A missed request as a JSON object. */
    public static JsonObject missed(Explanation.ExplainedMiss miss) {
        MissedRequest request = miss.request();
        return new JsonObject()
                .with("name", request.name())
                .with("first_seen", request.firstSeen())
                .with("last_seen", request.at())
                .with("count", request.count())
                .with("address", request.from())
                .with("status", request.status())
                .with("user_agent", request.agent())
                .with("model", request.model().isEmpty() ? null : request.model())
                .with("firmware", request.firmware().isEmpty() ? null : request.firmware())
                .with("reason", miss.reason().word())
                .with("text", miss.text())
                .with("advice", miss.advice());
    }

    /**
     * A problem as a JSON object. Lists of names are numbers with the first names. Members that would be empty are
     * left out.
     */
    public static JsonObject problem(Problem problem) {
        Position at = problem.at();
        ProblemReach reach = problem.reach();
        JsonObject object = new JsonObject()
                .with("severity", problem.severity())
                .with("blocking", problem.severity() == Severity.BLOCKING)
                .with("file", at.file())
                .with("line", at.line())
                .with("column", at.column())
                .with("message", problem.message());
        if (!reach.subjects().isEmpty()) {
            object.put("for", JsonObject.some(reach.subjects()));
        }
        if (!reach.alsoAt().isEmpty()) {
            object.put("also_at", JsonObject.some(reach.alsoAt()));
        }
        if (!reach.readAt().isEmpty()) {
            object.put("read_at", JsonObject.some(reach.readAt()));
        }
        if (reach.hasConsequences()) {
            object.put(
                    "consequences",
                    new JsonObject()
                            .with("problems", reach.follows())
                            .with("phones", JsonObject.some(reach.phones()))
                            .with("site_files", JsonObject.some(reach.files())));
        }
        return object;
    }
}
