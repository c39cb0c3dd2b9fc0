package dev.lineman.operator.view;

import dev.lineman.build.report.CountPhrase;
import dev.lineman.problem.Position;
import dev.lineman.render.dialect.DialectTrace;
import dev.lineman.resolve.origin.Provenance;
import dev.lineman.serve.visits.Visit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An explanation as people read it. For one explanation, by one thread. */
public final class ExplanationText {
    private static final int WIDEST_NAME = 26;
    private static final int WIDEST_VALUE = 24;
    private static final int MOST_CONDITIONS = 20;
    private static final int MOST_LINES = 4;
    private static final int MOST_NUMBERS = 12;
    private final List<String> lines = new ArrayList<>();

    private ExplanationText() {}

    /** Lines without line ends. */
    public static List<String> of(Explanation explanation) {
        ExplanationText text = new ExplanationText();
        if (explanation instanceof Explanation.PhoneExplanation phone) {
            text.phone(phone);
        } else if (explanation instanceof Explanation.SiteExplanation site) {
            text.site(site);
        } else if (explanation instanceof Explanation.StaticFileExplanation file) {
            text.say("out/" + file.path());
            text.say("  is " + file.input() + ", byte for byte");
            text.say("  may be fetched by: " + String.join("; ", file.access()));
        } else if (explanation instanceof Explanation.ExtensionExplanation extension) {
            text.extension(extension);
        }
        text.problems(explanation);
        return List.copyOf(text.lines);
    }

    private void phone(Explanation.PhoneExplanation phone) {
        say("phone " + phone.mac() + in(phone.site()));
        for (Explanation.ExplainedPerson person : phone.accounts()) {
            say("  line " + person.line() + ": " + person(person));
        }
        Explanation.ExplainedChoice choice = phone.template();
        say("");
        if (choice == null) {
            say("template: none, see the problems");
        } else {
            say("template " + choice.path());
            say("  chosen, since '" + choice.asked() + "' is " + choice.why());
            say("    " + choice.asking() + ", " + choice.layer());
            if (choice.at() != null) {
                say("  model entry '" + choice.model() + "', whose phones call themselves '" + choice.ua() + "'");
                say("    " + choice.at());
            }
        }
        phone.files().forEach(file -> made(file, true));
        values("values that " + (phone.files().size() == 1 ? "it reads" : "they read"), phone.values());
        fetches(phone);
    }

    private void site(Explanation.SiteExplanation site) {
        say("made for " + (site.site().isEmpty() ? "the unnamed site" : "site " + site.site()) + " by "
                + site.template());
        site.files().forEach(file -> made(file, !file.access().isEmpty()));
        int count = site.extensions().size();
        say("");
        say("of " + CountPhrase.of(count, "extension") + ": "
                + String.join(", ", site.extensions().subList(0, Math.min(count, MOST_NUMBERS)))
                + (count > MOST_NUMBERS ? " and " + (count - MOST_NUMBERS) + " more" : ""));
        say("  of which it reads: " + (site.fields().isEmpty() ? "nothing" : String.join(", ", site.fields())));
    }

    private void extension(Explanation.ExtensionExplanation extension) {
        say(person(extension.person()) + in(extension.site()));
        say("  has no phone, and so no file; keys of phones and site templates may read it");
        values("values that it gives", extension.values());
    }

    private void made(Explanation.ExplainedFile made, boolean served) {
        say("");
        say(made.path().isEmpty() ? "a file whose name cannot be told" : "out/" + made.path());
        List<String> from = lines(made.lines());
        say("  made by " + (from.isEmpty() ? "no lines of " + made.at().file() : from.get(0)));
        from.stream().skip(1).forEach(further -> say("      and " + further));
        if (!made.note().isEmpty()) {
            say("  " + made.note());
        }
        if (made.published() && served) {
            say("  may be fetched by: " + String.join("; ", made.access()));
        } else if (!made.published() && made.note().isEmpty()) {
            say("  there is no such file, see the problems");
        }
        conditions("  conditions that held", made.conditions(), true);
        conditions("  conditions that did not hold", made.conditions(), false);
    }

    /** A condition that is asked in many lines is told once. */
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
        say(title);
        asked.entrySet().stream()
                .limit(MOST_CONDITIONS)
                .forEach(one -> say("    " + numbered(one.getValue()) + ": " + one.getKey()));
        if (asked.size() > MOST_CONDITIONS) {
            say("    and " + (asked.size() - MOST_CONDITIONS) + " more, which --format json tells");
        }
    }

    private void values(String title, List<Explanation.ExplainedName> values) {
        if (values.isEmpty()) {
            return;
        }
        say("");
        say(title);
        int name = values.stream().mapToInt(one -> one.name().length()).max().orElse(0);
        int value = values.stream().mapToInt(one -> shown(one).length()).max().orElse(0);
        String form = "  %-" + Math.min(name, WIDEST_NAME) + "s  %-" + Math.min(value, WIDEST_VALUE) + "s  %s";
        for (Explanation.ExplainedName one : values) {
            String first = one.from().isEmpty()
                    ? one.how()
                    : place(one.from().get(0))
                            + (one.how().isEmpty() || one.from().size() > 1 ? "" : "; " + one.how());
            say(String.format(Locale.ROOT, form, one.name(), shown(one), first + used(one.used())));
            String further = String.format(Locale.ROOT, form, "", "", "");
            one.from().stream().skip(1).forEach(from -> say(further + one.how() + " " + from.at()));
            one.overridden().forEach(over -> say(further + "overrides " + over.text() + " at " + place(over)));
        }
    }

    private void fetches(Explanation.PhoneExplanation phone) {
        say("");
        say("last fetched");
        if (phone.visits().isEmpty()) {
            say("  never, as far as it is known here");
        }
        for (Explanation.ExplainedFetch fetch : phone.visits()) {
            Visit visit = fetch.visit();
            String state = !visit.served() ? "refused" : fetch.current() ? "as it is now" : "as it was then";
            say("  " + visit.at() + "  out/" + visit.file() + "  " + state + " (" + visit.status() + ") by "
                    + visit.from() + (visit.agent().isEmpty() ? "" : ", " + visit.agent()));
        }
    }

    private void problems(Explanation explanation) {
        say("");
        if (explanation.problems().isEmpty()) {
            say("no problems");
        } else {
            say("problems");
            explanation.problems().forEach(problem -> say("  " + problem));
        }
    }

    private void say(String line) {
        lines.add(line.stripTrailing());
    }

    private static String in(String site) {
        return site.isEmpty() ? "" : " in site " + site;
    }

    private static String person(Explanation.ExplainedPerson person) {
        String name = person.name().isEmpty() ? "" : " (" + person.name() + ")";
        return "extension " + person.number() + name + ", " + person.at();
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

    private static List<String> lines(List<DialectTrace.Span> spans) {
        Map<String, List<DialectTrace.Span>> byFile = new LinkedHashMap<>();
        spans.forEach(span ->
                byFile.computeIfAbsent(span.file(), first -> new ArrayList<>()).add(span));
        List<String> told = new ArrayList<>();
        byFile.forEach((file, its) ->
                told.add((its.size() == 1 && its.get(0).first() == its.get(0).last() ? "line " : "lines ")
                        + its.stream()
                                .map(span -> span.first() == span.last()
                                        ? Integer.toString(span.first())
                                        : span.first() + "-" + span.last())
                                .collect(Collectors.joining(", "))
                        + " of " + file));
        return told;
    }

    private static String numbered(List<Integer> numbers) {
        String some = numbers.stream().limit(MOST_LINES).map(String::valueOf).collect(Collectors.joining(", "));
        return (numbers.size() == 1 ? "line " : "lines ")
                + some
                + (numbers.size() > MOST_LINES ? " and " + (numbers.size() - MOST_LINES) + " more" : "");
    }
}
