package dev.lineman.command.contact;

import com.github.mangstadt.vinnie.VObjectProperty;
import com.github.mangstadt.vinnie.io.VObjectPropertyValues;
import dev.lineman.command.csv.table.CellValue;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.problem.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The properties of one vCard that a contact has. Not thread-safe. */
final class VCard {
    /** Types of a number that do not say where it is (RFC 6350, 6.4.1; RFC 2426, 3.3.1). */
    private static final Set<String> WITHOUT_PLACE = Set.of("voice", "text", "video", "msg", "pref", "internet");

    /** Types of numbers that people do not call. */
    private static final Set<String> NOT_CALLED = Set.of("fax", "pager", "bbs", "modem", "textphone");

    /** The label of a number, in exports of Apple's Contacts. */
    private static final String LABEL = "X-ABLABEL";

    /** Says that a card is that of a company, in exports of Apple's Contacts. */
    private static final String SHOWN_AS = "X-ABSHOWAS";

    private static final String PREFERRED = "pref";

    /** Behind the preferences of RFC 6350, 5.3, which are from 1 to 100. */
    private static final int NOT_PREFERRED = 101;

    private static final Pattern BETWEEN_TYPES = Pattern.compile("[\\s,]+");

    private static final String PHONE_URI = "tel:";

    private final Position at;
    private final ContactDraft draft;
    private final List<CardNumber> numbers = new ArrayList<>();

    /** Labels by the group of their property. */
    private final Map<String, String> labels = new HashMap<>();

    private @Nullable CellValue formattedName;
    private boolean isCompany;

    /** A number with its types in lower case. */
    private record CardNumber(
            String number, List<String> types, @Nullable String group, int preference, Position at) {}

    VCard(Position at) {
        this.at = at;
        this.draft = new ContactDraft(at);
    }

    /** Returns the place of the card. */
    Position at() {
        return at;
    }

    /** Adds a property, and returns whether a contact has it. */
    boolean add(String name, VObjectProperty property, Position place) {
        String value = property.getValue() == null ? "" : property.getValue();
        switch (name) {
            case "N" -> {
                List<List<String>> parts = VObjectPropertyValues.parseStructured(value);
                put(ExtensionField.LAST_NAME, parts, 0, place);
                put(ExtensionField.FIRST_NAME, parts, 1, place);
            }
            case "FN" -> {
                formattedName = CellValue.text(VObjectPropertyValues.unescape(value));
                draft.putFullName(formattedName, place);
            }
            case "ORG" -> {
                List<List<String>> parts = VObjectPropertyValues.parseStructured(value);
                put(ExtensionField.COMPANY, parts, 0, place);
                put(ExtensionField.DEPARTMENT, parts, 1, place);
            }
            case "TEL" -> numbers.add(number(property, VObjectPropertyValues.unescape(value), place));
            case "CATEGORIES" ->
                VObjectPropertyValues.parseList(value).forEach(group -> draft.addGroup(CellValue.text(group), place));
            case "KIND" -> isCompany |= value.strip().equalsIgnoreCase("org");
            case SHOWN_AS -> isCompany |= value.strip().equalsIgnoreCase("company");
            case LABEL -> {
                if (property.getGroup() != null) {
                    labels.put(property.getGroup(), value);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void put(ExtensionField field, List<List<String>> parts, int index, Position place) {
        if (index < parts.size()) {
            draft.put(field, CellValue.text(String.join(" ", parts.get(index))), place);
        }
    }

    private static CardNumber number(VObjectProperty property, String value, Position place) {
        List<String> types = new ArrayList<>();
        // Version 2.1 has types without a name: TEL;WORK;VOICE.
        for (Map.Entry<String, List<String>> parameter : property.getParameters()) {
            if (parameter.getKey() == null || parameter.getKey().equalsIgnoreCase("TYPE")) {
                parameter
                        .getValue()
                        .forEach(text -> types.addAll(List.of(BETWEEN_TYPES.split(text.toLowerCase(Locale.ROOT), -1))));
            }
        }
        int preference = types.contains(PREFERRED) ? 1 : NOT_PREFERRED;
        String given = property.getParameters().first("PREF");
        if (given != null && given.matches("[0-9]{1,3}")) {
            preference = Integer.parseInt(given);
        }
        return new CardNumber(withoutScheme(value), types, property.getGroup(), preference, place);
    }

    /** Returns the number of a URI (RFC 3966). One with an extension stays: no phone can dial that. */
    private static String withoutScheme(String value) {
        String text = value.strip();
        if (!text.regionMatches(true, 0, PHONE_URI, 0, PHONE_URI.length())) {
            return text;
        }
        int parameters = text.indexOf(';');
        boolean whole = parameters < 0 || text.toLowerCase(Locale.ROOT).contains(";ext=");
        return whole ? text.substring(PHONE_URI.length()) : text.substring(PHONE_URI.length(), parameters);
    }

    /** Returns the contact, with the preferred numbers first. Call it once. */
    ContactDraft contact(Omissions omissions) {
        if (isCompany && formattedName != null) {
            draft.put(ExtensionField.COMPANY, formattedName, at);
        }
        numbers.stream()
                .sorted(Comparator.comparingInt(CardNumber::preference))
                .forEach(number -> type(number)
                        .ifPresentOrElse(
                                type -> draft.addNumber(type, CellValue.text(number.number()), number.at()),
                                () -> omissions.add(Omissions.Reason.FAX_OR_PAGER, number.at())));
        return draft;
    }

    /** Returns the type of a number; empty if people do not call it. */
    private Optional<NumberType> type(CardNumber number) {
        if (number.types().stream().anyMatch(NOT_CALLED::contains)) {
            return Optional.empty();
        }
        String label = number.group() == null ? null : labels.get(number.group());
        String types = number.types().stream()
                .filter(type -> !WITHOUT_PLACE.contains(type))
                .collect(Collectors.joining(" "))
                .replace("iphone", "mobile");
        return NumberType.ofLabel(types.isBlank() && label != null ? label : types);
    }
}
