package dev.lineman.operator.view;

import dev.lineman.build.report.CountPhrase;
import dev.lineman.problem.Position;
import dev.lineman.render.dialect.DialectTrace;
import dev.lineman.resolve.origin.Provenance;
import dev.lineman.serve.visits.MissedRequest;
import dev.lineman.serve.visits.Visit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An explanation as text for a terminal. The page {@code src/docs/explain.md} shows it. For one explanation, by one
 * thread.
 */
public final class ExplanationText {
    /** Columns of a name. Longer names move the rest of their line to the right. */
    private static final int MAX_NAME_WIDTH = 26;

    /** Columns of a value. */
    private static final int MAX_VALUE_WIDTH = 24;

    /** Conditions to list, for each result. */
    private static final int MAX_CONDITIONS = 20;

    /** Line numbers to list for one condition or value. */
    private static final int MAX_LINES = 4;

    /** Extension numbers to list for a site. */
    private static final int MAX_NUMBERS = 12;

    private final List<String> lines = new ArrayList<>();

    private ExplanationText() {}

    /** The text in lines, without line ends. */
    public static List<String> of(Explanation explanation) {
        ExplanationText text = new ExplanationText();
        if (explanation instanceof Explanation.PhoneExplanation phone) {
            text.phone(phone);
        } else if (explanation instanceof Explanation.SiteExplanation site) {
            text.site(site);
        } else if (explanation instanceof Explanation.StaticFileExplanation file) {
            text.add("out/" + file.path());
            text.add("  is " + file.input() + ", byte for byte");
            text.add("  may be fetched by: " + String.join("; ", file.access()));
        } else if (explanation instanceof Explanation.ExtensionExplanation extension) {
            text.extension(extension);
        } else if (explanation instanceof Explanation.ContactExplanation contact) {
            text.contact(contact);
        }
        text.problems(explanation);
        return List.copyOf(text.lines);
    }

    private void phone(Explanation.PhoneExplanation phone) {
        add("phone " + phone.mac() + in(phone.site()));
        for (Explanation.ExplainedAccount person : phone.accounts()) {
            add("  line " + person.line() + ": " + person(person));
        }
        Explanation.ExplainedChoice choice = phone.template();
        add("");
        if (choice == null) {
            add("template: none, see the problems");
        } else {
            add("template " + choice.file());
            add("  chosen, since '" + choice.asked() + "' is " + choice.why());
            add("    " + choice.asking() + ", " + choice.layer());
            if (choice.at() != null) {
                add("  model entry '" + choice.model() + "', for phones with the User-Agent '" + choice.ua() + "'");
                add("    " + choice.at());
            }
        }
        phone.files().forEach(file -> made(file, true));
        values("values that " + (phone.files().size() == 1 ? "it reads" : "they read"), phone.values());
        unused(phone.unused());
        fetches(phone);
        missed(phone);
    }

    private void contact(Explanation.ContactExplanation contact) {
        String name = contact.contact().name();
        add("contact " + name + ", " + contact.contact().at() + ", of "
                + (contact.site().isEmpty() ? "all sites" : "site " + contact.site()));
        contact.values().forEach((key, text) -> add(String.format(Locale.ROOT, "  %-14s%s", key, text)));
        add("");
        if (contact.phonebooks().isEmpty()) {
            add("in no phonebook: no site template shows people; name one with 'site_templates'");
            return;
        }
        add("in the phonebooks");
        for (Explanation.ExplainedPhonebook book : contact.phonebooks()) {
            add("  out/" + book.path() + (book.pages() == 1 ? "" : " (" + book.pages() + " pages)"));
        }
    }

    private void site(Explanation.SiteExplanation site) {
        add("made for " + (site.site().isEmpty() ? "the extensions without a site" : "site " + site.site()) + " by "
                + site.template());
        site.chosen().forEach(at -> add("  chosen by 'site_templates' at " + at));
        site.files().forEach(file -> made(file, !file.access().isEmpty()));
        int count = site.extensions().size();
        add("");
        add("of " + CountPhrase.of(count, "extension") + ": "
                + String.join(", ", site.extensions().subList(0, Math.min(count, MAX_NUMBERS)))
                + (count > MAX_NUMBERS ? " and " + (count - MAX_NUMBERS) + " more" : ""));
        int contacts = site.contacts().size();
        if (contacts > 0) {
            add("and of " + CountPhrase.of(contacts, "contact") + ":");
            site.contacts().stream()
                    .limit(MAX_NUMBERS)
                    .forEach(contact -> add("  " + contact.name() + " at " + contact.at()));
            if (contacts > MAX_NUMBERS) {
                add("  and " + (contacts - MAX_NUMBERS) + " more");
            }
        }
        add("  fields that it reads: " + (site.fields().isEmpty() ? "nothing" : String.join(", ", site.fields())));
    }

    private void extension(Explanation.ExtensionExplanation extension) {
        add(person(extension.person()) + in(extension.site()));
        add("  has no phone, and so no file; keys of phones and site templates may read it");
        values("values that it gives", extension.values());
    }

    private void made(Explanation.ExplainedFile made, boolean served) {
        add("");
        add(made.path().isEmpty() ? "a file with an unknown name" : "out/" + made.path());
        List<String> from = lines(made.lines());
        add("  made by " + (from.isEmpty() ? "no lines of " + made.at().file() : from.get(0)));
        from.stream().skip(1).forEach(further -> add("      and " + further));
        if (!made.note().isEmpty()) {
            add("  " + made.note());
        }
        if (made.published() && served) {
            add("  may be fetched by: " + String.join("; ", made.access()));
        } else if (!made.published() && made.note().isEmpty()) {
            add("  there is no such file, see the problems");
        }
        conditions("  conditions that held", made.conditions(), true);
        conditions("  conditions that did not hold", made.conditions(), false);
    }

    /** Lists conditions with one result. Equal conditions of several lines are one entry. */
    private void conditions(String title, List<Explanation.ExplainedCondition> all, boolean held) {
        Map<String, List<Integer>> asked = new LinkedHashMap<>();
        for (Explanation.ExplainedCondition condition : all) {
            if (condition.held() == held) {
                asked.computeIfAbsent(
                                "{" + condition.asked() + "}, it " + condition.because(), first -> new ArrayList<>())
                        .add(condition.at().line());
            }
        }
        if (asked.isEmpty()) {
            return;
        }
        add(title);
        asked.entrySet().stream()
                .limit(MAX_CONDITIONS)
                .forEach(one -> add("    " + numbered(one.getValue()) + ": " + one.getKey()));
        if (asked.size() > MAX_CONDITIONS) {
            add("    and " + (asked.size() - MAX_CONDITIONS) + " more; --format json lists all");
        }
    }

    private void values(String title, List<Explanation.ExplainedName> values) {
        if (values.isEmpty()) {
            return;
        }
        add("");
        add(title);
        int name = values.stream().mapToInt(one -> one.name().length()).max().orElse(0);
        int value = values.stream().mapToInt(one -> shown(one).length()).max().orElse(0);
        String form = "  %-" + Math.min(name, MAX_NAME_WIDTH) + "s  %-" + Math.min(value, MAX_VALUE_WIDTH) + "s  %s";
        for (Explanation.ExplainedName one : values) {
            String first = one.from().isEmpty()
                    ? one.how()
                    : origin(one) + (one.how().isEmpty() || one.from().size() > 1 ? "" : "; " + one.how());
            add(String.format(Locale.ROOT, form, one.name(), shown(one), first + used(one.used())));
            String further = String.format(Locale.ROOT, form, "", "", "");
            one.from().stream().skip(1).forEach(from -> add(further + one.how() + " " + from.at()));
            one.overridden().forEach(over -> add(further + "overrides " + over.text() + " at " + place(over)));
        }
    }

    private void unused(List<Explanation.ExplainedUnused> all) {
        if (all.isEmpty()) {
            return;
        }
        add("");
        add("settings without effect");
        for (Explanation.ExplainedUnused one : all) {
            add("  " + one.name() + ": " + one.from().text() + "  " + place(one.from()) + "; " + one.reason());
        }
    }

    private void fetches(Explanation.PhoneExplanation phone) {
        add("");
        add("last fetched");
        if (phone.visits().isEmpty()) {
            add("  never, as far as is known here");
        }
        for (Explanation.ExplainedFetch fetch : phone.visits()) {
            Visit visit = fetch.visit();
            String state = !visit.served() ? "refused" : fetch.current() ? "current content" : "older content";
            add("  " + visit.at() + "  out/" + visit.file() + "  " + state + " (" + visit.status() + ") by "
                    + visit.from() + (visit.agent().isEmpty() ? "" : ", " + visit.agent()));
        }
    }

    private void missed(Explanation.PhoneExplanation phone) {
        if (phone.missed().isEmpty()) {
            return;
        }
        add("");
        add("asked for, and did not get");
        for (Explanation.ExplainedMiss miss : phone.missed()) {
            MissedRequest request = miss.request();
            add("  " + request.at() + "  " + miss.text());
            add("    " + request.status() + ", "
                    + (request.count() == 1 ? "once" : request.count() + " times since " + request.firstSeen())
                    + ", by " + request.from() + (request.agent().isEmpty() ? "" : ", " + request.agent()));
            miss.advice().forEach(advice -> add("    " + advice));
        }
    }

    private void problems(Explanation explanation) {
        add("");
        if (explanation.problems().isEmpty()) {
            add("no problems");
        } else {
            add("problems");
            explanation.problems().forEach(problem -> add("  " + problem));
        }
    }

    private void add(String line) {
        lines.add(line.stripTrailing());
    }

    private static String in(String site) {
        return site.isEmpty() ? "" : " in site " + site;
    }

    private static String person(Explanation.ExplainedAccount person) {
        String name = person.name().isEmpty() ? "" : " (" + person.name() + ")";
        return "extension " + person.number() + name + ", " + person.at();
    }

    /** The place that a value comes from. A secret is dots, so this shows the name that the place refers to. */
    private static String origin(Explanation.ExplainedName value) {
        Provenance.OriginPlace source = value.from().get(0);
        boolean named = value.secret()
                && (source.text().startsWith("!secret ") || source.text().startsWith("!env "));
        return named ? source.at() + " (" + source.text() + "), " + source.layer() : place(source);
    }

    private static String place(Provenance.OriginPlace source) {
        return source.at() + ", " + source.layer();
    }

    private static String shown(Explanation.ExplainedName value) {
        String text = value.text();
        return text == null ? "(no value)" : text.isEmpty() ? "\"\"" : text;
    }

    private static String used(List<Position> used) {
        return used.isEmpty()
                ? ""
                : " → " + numbered(used.stream().map(Position::line).distinct().toList());
    }

    private static List<String> lines(List<DialectTrace.LineSpan> lineSpans) {
        Map<String, List<DialectTrace.LineSpan>> byFile = new LinkedHashMap<>();
        lineSpans.forEach(span ->
                byFile.computeIfAbsent(span.file(), first -> new ArrayList<>()).add(span));
        List<String> texts = new ArrayList<>();
        byFile.forEach((file, its) ->
                texts.add((its.size() == 1 && its.get(0).first() == its.get(0).last() ? "line " : "lines ")
                        + its.stream()
                                .map(span -> span.first() == span.last()
                                        ? Integer.toString(span.first())
                                        : span.first() + "-" + span.last())
                                .collect(Collectors.joining(", "))
                        + " of " + file));
        return texts;
    }

    private static String numbered(List<Integer> numbers) {
        String some = numbers.stream().limit(MAX_LINES).map(String::valueOf).collect(Collectors.joining(", "));
        return (numbers.size() == 1 ? "line " : "lines ")
                + some
                + (numbers.size() > MAX_LINES ? " and " + (numbers.size() - MAX_LINES) + " more" : "");
    }
}
