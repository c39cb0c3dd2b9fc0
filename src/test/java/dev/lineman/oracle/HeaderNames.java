package dev.lineman.oracle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.w3c.dom.Element;

/** The names that a template's header sets for a phone. */
final class HeaderNames {
    private final Element header;
    private final OracleSheet sheet;
    private final OraclePhone phone;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> declared = new LinkedHashMap<>();
    private final Map<String, String> wrong = new LinkedHashMap<>();

    private HeaderNames(OracleSheet sheet, Element header, OraclePhone phone) {
        this.sheet = sheet;
        this.header = header;
        this.phone = phone;
    }

    static HeaderNames of(OracleSheet sheet, Element header, OraclePhone phone) {
        HeaderNames made = new HeaderNames(sheet, header, phone);
        made.choices();
        made.codecs();
        made.settings();
        made.multicast();
        made.daylightSaving();
        made.transfer();
        return made;
    }

    /** Values that {@code vars} may replace. */
    Map<String, String> names() {
        return names;
    }

    /** Values of typed settings, which already respect {@code vars}. */
    Map<String, String> declared() {
        return declared;
    }

    /** Messages for invalid values of typed settings, by name. */
    Map<String, String> wrong() {
        return wrong;
    }

    private void choices() {
        for (Element choice : OracleSheet.below(header)) {
            if (OracleSheet.children(choice, "option").isEmpty()
                    || List.of("AllowedNetworkConfig", "Codecspriority").contains(choice.getTagName())) {
                continue;
            }
            names.putAll(effect(choice, picked(choice)));
        }
    }

    private Element picked(Element choice) {
        List<Element> options = OracleSheet.children(choice, "option");
        OraclePhone.Pick pick = phone.options().get(choice.getTagName());
        if (pick != null) {
            List<Element> found = named(options, pick.value());
            if (!found.isEmpty() && single(choice, found)) {
                return found.get(0);
            }
        }
        return (choice.hasAttribute("default") ? named(options, choice.getAttribute("default")) : options)
                .stream().findFirst().orElse(options.get(0));
    }

    /** All options that have the name, by the first of the four identifiers that any option has. */
    private static List<Element> named(List<Element> options, String name) {
        List<Function<Element, String>> ways = List.of(
                option -> attribute(option, "displaytext"),
                option -> attribute(option, "value"),
                option -> attribute(option, "id"),
                option -> OracleSheet.children(option).isEmpty() ? OracleSheet.text(option) : null);
        for (Function<Element, String> way : ways) {
            List<Element> found = options.stream()
                    .filter(option -> name.equals(way.apply(option)))
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static String value(Element option) {
        return option.hasAttribute("value") ? option.getAttribute("value") : OracleSheet.text(option);
    }

    private static String attribute(Element option, String name) {
        return option.hasAttribute(name) ? option.getAttribute(name) : null;
    }

    /** Whether options with the same name are one, because they set the same values. */
    private static boolean single(Element choice, List<Element> found) {
        Map<String, String> effect = effect(choice, found.get(0));
        return found.stream().allMatch(other -> effect(choice, other).equals(effect));
    }

    private static Map<String, String> effect(Element choice, Element option) {
        Map<String, String> set = new LinkedHashMap<>();
        for (Element item : OracleSheet.children(option, "item")) {
            set.put(item.getAttribute("name"), OracleSheet.text(item));
        }
        if (choice.hasAttribute("param")) {
            set.put("param::" + choice.getAttribute("param"), value(option));
        }
        if (choice.getTagName().equals("timezoneParams")) {
            set.put("timezone", value(option));
        }
        return set;
    }

    private void codecs() {
        for (Element all : OracleSheet.children(header, "Codecspriorities")) {
            List<Element> priorities = new ArrayList<>(OracleSheet.children(all, "Codecspriority"));
            priorities.sort((one, other) -> Integer.compare(
                    Integer.parseInt(one.getAttribute("priority")), Integer.parseInt(other.getAttribute("priority"))));
            List<Element> taken = new ArrayList<>();
            List<String> wanted = phone.codecs().stream()
                    .filter(name -> priorities.stream()
                            .anyMatch(priority -> codec(OracleSheet.children(priority, "option"), name) != null))
                    .toList();
            for (int i = 0; i < priorities.size(); i++) {
                List<Element> options = OracleSheet.children(priorities.get(i), "option");
                Element option = i < wanted.size() ? codec(options, wanted.get(i)) : null;
                if (option == null && phone.codecs().isEmpty()) {
                    option = options.get(0);
                } else if (option == null) {
                    option = options.stream()
                            .filter(candidate -> taken.stream().noneMatch(other -> alike(candidate, other)))
                            .findFirst()
                            .orElse(options.get(0));
                }
                taken.add(option);
                names.put(priorities.get(i).getAttribute("variableName"), value(option));
                if (priorities.get(i).hasAttribute("PayloadTypeName")) {
                    names.put(priorities.get(i).getAttribute("PayloadTypeName"), option.getAttribute("payload"));
                }
            }
        }
    }

    private static boolean alike(Element option, Element other) {
        return value(option).equals(value(other));
    }

    private static Element codec(List<Element> options, String wanted) {
        List<Function<Element, Boolean>> ways = List.of(
                option -> OracleSheet.text(option).equals(wanted),
                option -> option.getAttribute("value").equals(wanted),
                option -> option.getAttribute("payload").equals(wanted),
                option -> OracleCodec.same(OracleSheet.text(option), wanted)
                        || OracleCodec.same(option.getAttribute("value"), wanted));
        for (Function<Element, Boolean> way : ways) {
            for (Element option : options) {
                if (way.apply(option)) {
                    return option;
                }
            }
        }
        return null;
    }

    private void settings() {
        List<Element> all = new ArrayList<>(OracleSheet.below(header));
        sheet.multicast().ifPresent(group -> all.addAll(OracleSheet.below(group)));
        for (Element setting : all) {
            String type = setting.getAttribute("type");
            if (!setting.hasAttribute("param") || !List.of("bool", "int").contains(type)) {
                continue;
            }
            String name = setting.getAttribute("param");
            String value = Names.folded(phone.vars()).get(Names.fold(name));
            if (value == null) {
                value = setting.hasAttribute("default") ? setting.getAttribute("default") : null;
            }
            if (value != null) {
                declare(setting, type, name, value);
            }
        }
    }

    /** An invalid value is an error only if the template reads it. */
    private void declare(Element setting, String type, String name, String value) {
        try {
            declared.put(name, mapped(setting, checked(setting, type, value)));
            wrong.remove(name);
        } catch (TemplateError e) {
            wrong.put(name, e.getMessage());
        }
    }

    private static String checked(Element setting, String type, String value) {
        if (type.equals("bool")) {
            if (!value.equals("true") && !value.equals("false")) {
                throw new TemplateError(value + " is neither true nor false");
            }
            return value;
        }
        if (!value.matches("-?[0-9]+")) {
            throw new TemplateError(value + " is no number");
        }
        BigInteger number = new BigInteger(value);
        if (limit(setting, "minvalue", number).compareTo(number) > 0
                || limit(setting, "maxvalue", number).compareTo(number) < 0) {
            throw new TemplateError(value + " is out of range");
        }
        return value;
    }

    private static BigInteger limit(Element setting, String attribute, BigInteger none) {
        return setting.hasAttribute(attribute) ? new BigInteger(setting.getAttribute(attribute)) : none;
    }

    private static String mapped(Element setting, String value) {
        for (Element item : OracleSheet.children(setting, "item")) {
            if (item.getAttribute("value").equals(value)) {
                return OracleSheet.text(item);
            }
        }
        return value;
    }

    private void multicast() {
        sheet.multicast().ifPresent(group -> {
            int count = Integer.parseInt(group.getAttribute("maxgroupcount"));
            for (int n = 1; n <= count; n++) {
                for (String name :
                        List.of("multicastrgip", "multicastrgport", "multicastrgipport", "multicastrgname")) {
                    names.put(name + n, group.getAttribute("blankvalue"));
                }
            }
        });
    }

    private void daylightSaving() {
        OraclePhone.Pick pick = phone.options().get("dst");
        OracleSheet.first(header, "dst")
                .ifPresent(dst -> names.put(
                        dst.getAttribute("variableName"),
                        dst.getAttribute(pick != null && pick.value().equals("false") ? "disable" : "enable")));
    }

    private void transfer() {
        OraclePhone.Pick pick = phone.options().get("xfertype");
        String kind = pick != null && pick.value().equals("attxfer") ? "attxfer" : "bxfer";
        OracleSheet.first(header, "xfertype").ifPresent(transfer -> {
            names.put("XFERmethod_Value", transfer.getAttribute(kind + "_Value"));
            names.put("XFERmethod_DkType", transfer.getAttribute(kind + "_DkType"));
        });
    }
}
