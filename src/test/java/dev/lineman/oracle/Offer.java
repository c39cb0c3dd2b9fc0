package dev.lineman.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * The choices of a template.
 *
 * @param models texts of its models; its name if it lists none
 * @param networks the values that the key for the network may have
 * @param types the types of BLF keys
 * @param choices names of options that mean exactly one option, by the element's name
 * @param codecs the codecs that the first priority allows
 */
public record Offer(
        List<String> models,
        List<String> networks,
        List<String> types,
        Map<String, List<String>> choices,
        List<String> codecs) {

    /** Reads the choices of a template. */
    public static Offer of(byte[] xml) {
        OracleSheet sheet = OracleSheet.read(xml);
        Element header = sheet.header().orElseThrow();
        List<String> models = OracleSheet.first(header, "models")
                .map(all -> texts(OracleSheet.children(all, "model")))
                .filter(all -> !all.isEmpty())
                .orElseGet(() -> texts(OracleSheet.children(header, "name")));
        List<String> networks = OracleSheet.first(header, "AllowedNetworkConfig")
                .map(all -> OracleSheet.children(all, "option").stream()
                        .filter(option -> !OracleSheet.text(option).equals("0"))
                        .map(option -> option.getAttribute("value"))
                        .toList())
                .orElse(List.of());
        List<String> types = sheet.blfTypes()
                .map(all -> OracleSheet.children(all).stream()
                        .map(Element::getTagName)
                        .filter(name -> !name.equals("xfertype"))
                        .toList())
                .orElse(List.of());
        Map<String, List<String>> choices = new LinkedHashMap<>();
        for (Element element : OracleSheet.below(header)) {
            List<String> names = names(OracleSheet.children(element, "option"));
            if (!names.isEmpty()
                    && !List.of("AllowedNetworkConfig", "Codecspriority").contains(element.getTagName())) {
                choices.put(element.getTagName(), names);
            }
        }
        if (OracleSheet.first(header, "dst").isPresent()) {
            choices.put("dst", List.of("true", "false"));
        }
        if (OracleSheet.first(header, "xfertype").isPresent()) {
            choices.put("xfertype", List.of("bxfer", "attxfer"));
        }
        Optional<Element> priority = OracleSheet.below(header).stream()
                .filter(element -> element.getTagName().equals("Codecspriority"))
                .findFirst();
        return new Offer(
                models,
                networks,
                types,
                choices,
                priority.map(first -> texts(OracleSheet.children(first, "option")))
                        .orElse(List.of()));
    }

    private static List<String> texts(List<Element> elements) {
        return elements.stream().map(OracleSheet::text).toList();
    }

    private static List<String> names(List<Element> options) {
        List<String> names = new ArrayList<>();
        for (Element option : options) {
            String name = option.hasAttribute("displaytext")
                    ? option.getAttribute("displaytext")
                    : option.getAttribute("value");
            if (names.remove(name)) {
                continue;
            }
            names.add(name);
        }
        return names;
    }
}
