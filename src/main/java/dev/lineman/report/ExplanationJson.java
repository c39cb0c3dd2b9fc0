package dev.lineman.report;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.visits.Visit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An explanation for machines; src/docs/explain.md has its shape. */
public final class ExplanationJson {
    private ExplanationJson() {}

    /** One JSON object without line breaks. */
    public static String of(Explanation explanation) {
        return JsonText.of(tree(explanation));
    }

    /** The same as maps, lists, texts and numbers. */
    public static Map<String, @Nullable Object> tree(Explanation explanation) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        if (explanation instanceof Explanation.OfPhone phone) {
            tree.put("mac", phone.mac());
            tree.put("site", phone.site());
            tree.put("extensions", all(phone.accounts(), ExplanationJson::person));
            tree.put("template", phone.template() == null ? null : choice(phone.template()));
            tree.put("files", all(phone.files(), ExplanationJson::made));
            tree.put("values", all(phone.values(), ExplanationJson::named));
            tree.put("fetched", all(phone.visits(), ExplanationJson::fetch));
        } else if (explanation instanceof Explanation.OfSite site) {
            tree.put("site", site.site());
            tree.put("template", site.template());
            tree.put("files", all(site.files(), ExplanationJson::made));
            tree.put("extensions", site.extensions());
            tree.put("fields", site.fields());
        } else if (explanation instanceof Explanation.OfStaticFile file) {
            tree.put("file", file.path());
            tree.put("input", file.input());
            tree.put("access", file.access());
        } else if (explanation instanceof Explanation.OfExtension extension) {
            tree.put("extension", person(extension.person()));
            tree.put("site", extension.site());
            tree.put("values", all(extension.values(), ExplanationJson::named));
        }
        tree.put("problems", all(explanation.problems(), ExplanationJson::problem));
        return tree;
    }

    private static <T> List<Map<String, @Nullable Object>> all(
            Collection<T> values, Function<T, Map<String, @Nullable Object>> tree) {
        return values.stream().map(tree).toList();
    }

    private static Map<String, @Nullable Object> at(@Nullable Position position) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("file", position == null ? null : position.file());
        tree.put("line", position == null ? null : position.line());
        tree.put("column", position == null ? null : position.column());
        return tree;
    }

    private static Map<String, @Nullable Object> person(Explanation.Person person) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("line", person.line() == 0 ? null : person.line());
        tree.put("number", person.number());
        tree.put("name", person.name());
        tree.put("at", at(person.at()));
        return tree;
    }

    private static Map<String, @Nullable Object> choice(Explanation.Choice choice) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("path", choice.path());
        tree.put("model", choice.model());
        tree.put("ua", choice.ua());
        tree.put("at", choice.at() == null ? null : at(choice.at()));
        tree.put("asked", choice.asked());
        tree.put("asked_at", at(choice.asking()));
        tree.put("layer", choice.layer());
        tree.put("matched", choice.why());
        return tree;
    }

    private static Map<String, @Nullable Object> made(Explanation.Made made) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("path", made.path().isEmpty() ? null : made.path());
        tree.put("at", at(made.at()));
        tree.put("published", made.published());
        tree.put("note", made.note().isEmpty() ? null : made.note());
        tree.put("lines", all(made.lines(), lines -> {
            Map<String, @Nullable Object> span = new LinkedHashMap<>();
            span.put("file", lines.file());
            span.put("first", lines.first());
            span.put("last", lines.last());
            return span;
        }));
        tree.put("conditions", all(made.conditions(), condition -> {
            Map<String, @Nullable Object> asked = new LinkedHashMap<>();
            asked.put("asked", condition.asked());
            asked.put("held", condition.held());
            asked.put("because", condition.because());
            asked.put("at", at(condition.at()));
            return asked;
        }));
        tree.put("access", made.access());
        return tree;
    }

    private static Map<String, @Nullable Object> named(Explanation.Named named) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("name", named.name());
        tree.put("value", named.text());
        tree.put("secret", named.secret());
        tree.put("from", all(named.from(), ExplanationJson::source));
        tree.put("how", named.how().isEmpty() ? null : named.how());
        tree.put("overridden", all(named.overridden(), ExplanationJson::source));
        tree.put("used", all(named.used(), ExplanationJson::at));
        return tree;
    }

    private static Map<String, @Nullable Object> source(Explanation.Source source) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("layer", source.layer());
        tree.put("text", source.text());
        tree.put("at", at(source.at()));
        return tree;
    }

    private static Map<String, @Nullable Object> fetch(Explanation.Fetch fetch) {
        Visit visit = fetch.visit();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("at", visit.at().toString());
        tree.put("address", visit.from().toString());
        tree.put("file", visit.file());
        tree.put("status", visit.status());
        tree.put("current", fetch.current());
        tree.put("user_agent", visit.agent());
        tree.put("firmware", visit.firmware().isEmpty() ? null : visit.firmware());
        return tree;
    }

    private static Map<String, @Nullable Object> problem(Problem problem) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("severity", problem.severity().toString());
        tree.putAll(at(problem.at()));
        tree.put("message", problem.message());
        return tree;
    }
}
