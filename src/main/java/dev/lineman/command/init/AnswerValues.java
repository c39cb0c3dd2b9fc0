package dev.lineman.command.init;

import dev.lineman.inventory.ModelIndex;
import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.inventory.extension.ValueText;
import dev.lineman.operator.explain.SubjectLookup;
import dev.lineman.problem.NearestName;
import dev.lineman.render.Renderer;
import dev.lineman.render.content.VariableReads;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.header.OptionOffer;
import dev.lineman.template.model.ModelEntry;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a person types into values for files: full names of models, and values that the template of the model
 * offers. A part of a name gives the names that contain it. For one thread.
 */
final class AnswerValues {
    /** The most names to choose from in one list. */
    private static final int MAX_CHOICES = 30;

    /** The most similar names for a misspelt one. */
    private static final int MAX_SIMILAR = 5;

    /** The site template with the file that each phone of Poly asks for first. */
    private static final String POLY_MASTER = "poly-master";

    private final Catalog catalog;
    private final Renderer renderer = new Renderer();

    AnswerValues(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * A value, or why there is none.
     *
     * @param value the value for the file; null if there is none
     * @param reason why there is none, as a sentence; empty if there is one
     * @param choices values to choose from instead
     */
    record FoundValue(@Nullable String value, String reason, List<String> choices) {
        static FoundValue of(String value) {
            return new FoundValue(value, "", List.of());
        }

        static FoundValue refused(String reason) {
            return new FoundValue(null, reason, List.of());
        }
    }

    /** Returns the value of an answer. */
    FoundValue value(RootAnswers answers, RootQuestion question, String typed) {
        String text = typed.strip();
        String objection = ValueText.localeObjection(text);
        if (objection != null) {
            return FoundValue.refused(objection);
        }
        return switch (question) {
            case EXTENSION ->
                text.matches("[A-Za-z0-9+*#][A-Za-z0-9_*#+-]{0,31}")
                        ? FoundValue.of(text)
                        : FoundValue.refused(
                                "'" + text + "' is not an extension number; write 1 to 32 letters from A to Z,"
                                        + " digits or _ * # + -, such as 100. It cannot begin with _ or -");
            case MAC -> mac(text);
            case MODEL -> model(text);
            case TIMEZONE, LANGUAGE -> choice(answers, question, text);
            case PBX -> pbx(text);
            case FIRST_NAME, LAST_NAME -> FoundValue.of(text);
            case SITE_TEMPLATES -> siteTemplates(text);
        };
    }

    private static FoundValue pbx(String text) {
        if (text.isEmpty()) {
            return FoundValue.refused("the address of the PBX is empty; write a host name or an IP address");
        }
        return ValueText.isHost(text)
                ? FoundValue.of(text)
                : FoundValue.refused(
                        "'" + text + "' is neither a host name nor an IP address; write one without a port,"
                                + " such as pbx.example.com or 10.172.0.2");
    }

    private static FoundValue mac(String text) {
        String digits = SubjectLookup.mac(text);
        return digits == null
                ? FoundValue.refused("'" + text + "' is not a MAC; a MAC has 12 hex digits, such as 00:04:13:24:66:72")
                : FoundValue.of(digits.replaceAll("(..)(?!$)", "$1:"));
    }

    private FoundValue model(String text) {
        ModelIndex.KnownModel only = catalog.search(text);
        return only == null
                ? similar("'" + text + "' is not one model", text, modelNames(), "'lineman models' lists all")
                : FoundValue.of(only.fullName());
    }

    /** Returns the first model of all templates by name; empty if there is none. */
    String firstModel() {
        SortedSet<String> names = modelNames();
        return names.isEmpty() ? "" : names.first();
    }

    private SortedSet<String> modelNames() {
        return catalog.models().stream().map(ModelEntry::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the names of site templates, each once, with commas. */
    private FoundValue siteTemplates(String text) {
        SortedSet<String> known = siteTemplates();
        SortedSet<String> chosen = new TreeSet<>();
        for (String name : text.split("[,\\s]+", -1)) {
            if (!name.isEmpty() && !name.equalsIgnoreCase(RootQuestion.NO_NAMES)) {
                if (!known.contains(name)) {
                    String hint = NearestName.hint(name, known);
                    return FoundValue.refused("there is no site template '" + name + "'"
                            + (hint.isEmpty() ? "." : hint) + " Write names with commas, of "
                            + String.join(", ", known) + ", or " + RootQuestion.NO_NAMES);
                }
                chosen.add(name);
            }
        }
        return FoundValue.of(chosen.isEmpty() ? RootQuestion.NO_NAMES : String.join(", ", chosen));
    }

    /** Returns the site template without which phones of the chosen model do not start; {@code none} if there is none. */
    String requiredSiteTemplate(RootAnswers answers) {
        Template template = template(answers);
        boolean poly = template != null
                && template.key().startsWith("poly/")
                && siteTemplates().contains(POLY_MASTER);
        return poly ? POLY_MASTER : RootQuestion.NO_NAMES;
    }

    /** Returns the names of all site templates, sorted. */
    private SortedSet<String> siteTemplates() {
        return catalog.siteTemplates().stream().map(Template::key).collect(Collectors.toCollection(TreeSet::new));
    }

    private FoundValue choice(RootAnswers answers, RootQuestion question, String text) {
        OptionOffer offer = offer(answers, question);
        if (offer == null) {
            return FoundValue.refused("the template of " + answers.get(RootQuestion.MODEL) + " offers no "
                    + question.noun() + "; leave out " + question.option());
        }
        String value = offered(offer, text);
        OptionOffer.ValueRefusal refusal = value == null ? offer.refusal(text) : null;
        if (refusal != null) {
            return FoundValue.refused("phones of the template of " + answers.get(RootQuestion.MODEL) + " cannot have '"
                    + text + "': " + refusal.reason() + "; the nearest is " + refusal.nearest());
        }
        return value == null
                ? similar(
                        "the template of " + answers.get(RootQuestion.MODEL) + " has no " + question.noun() + " '"
                                + text + "'",
                        text,
                        new TreeSet<>(offer.valueNames()),
                        "write a " + question.noun() + " such as " + offer.defaultValue())
                : FoundValue.of(value);
    }

    /** Returns the value of a choice with this name, or the time zone with the same clock; null if there is none. */
    private static @Nullable String offered(OptionOffer offer, String text) {
        for (String value : offer.valueNames()) {
            if (value.equalsIgnoreCase(text)) {
                return value;
            }
        }
        ZoneRules rules = rules(text);
        return rules == null
                ? null
                : offer.valueNames().stream()
                        .filter(value -> rules.equals(rules(value)))
                        .findFirst()
                        .orElse(null);
    }

    private static @Nullable ZoneRules rules(String zone) {
        try {
            return ZoneId.of(zone).getRules();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns the choice of the chosen model's template that a question sets; null if it does not offer it. */
    @Nullable
    OptionOffer offer(RootAnswers answers, RootQuestion question) {
        Template template = question.choice().isEmpty() ? null : template(answers);
        return template == null ? null : template.header().option(question.choice());
    }

    /** Returns what the template of the chosen model uses. */
    ModelOffers offers(RootAnswers answers) {
        Template template = template(answers);
        boolean adminPassword = false;
        if (template != null) {
            VariableReads reads = renderer.variableReads(template, catalog);
            adminPassword = reads.all() || reads.ofPhone().contains(RootTexts.ADMIN_PASSWORD);
        }
        return new ModelOffers(
                offer(answers, RootQuestion.TIMEZONE) != null,
                offer(answers, RootQuestion.LANGUAGE) != null,
                adminPassword,
                List.copyOf(siteTemplates()));
    }

    private @Nullable Template template(RootAnswers answers) {
        return catalog.find(answers.get(RootQuestion.MODEL)) instanceof TemplateMatch.MatchedTemplate match
                ? match.template()
                : null;
    }

    /**
     * Refuses a text, with the names that contain all its words, or else with similar names, or else with all names.
     *
     * @param advice what to do if there are too many names to show
     */
    private static FoundValue similar(String reason, String text, SortedSet<String> names, String advice) {
        List<String> words = List.of(text.toLowerCase(Locale.ROOT).split("[\\s/_-]+"));
        List<String> containing = names.stream()
                .filter(name -> words.stream()
                        .allMatch(word -> ModelPattern.normalise(name).contains(ModelPattern.normalise(word))))
                .collect(Collectors.toList());
        List<String> similar = containing.isEmpty() ? NearestName.find(text, names, MAX_SIMILAR) : containing;
        if (text.isEmpty() || similar.isEmpty()) {
            return names.size() <= MAX_CHOICES
                    ? new FoundValue(null, reason, List.copyOf(names))
                    : FoundValue.refused(reason + "; " + advice);
        }
        return similar.size() <= MAX_CHOICES
                ? new FoundValue(null, reason, similar)
                : new FoundValue(
                        null,
                        reason + "; " + similar.size() + " names contain it; " + advice,
                        similar.subList(0, MAX_CHOICES));
    }
}
