package dev.lineman.render.parameter;

import dev.lineman.render.text.TextEdits;
import dev.lineman.render.text.TextEdits.TextPiece;
import dev.lineman.resolve.parameter.VendorParameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Elements below groups: the name is the path below the first element, such as {@code sip/line[1]/DTMFMode}, where {@code
 * [1]} is the attribute {@code index}, or {@code At} or {@code id} if the file has one of these. New groups and elements go to the end of
 * the group around them.
 */
final class PathParameters extends MarkupParameters {
    private static final String INDEX = "index";

    /** The attributes that are an index in the files of 2N and of a Snom C520. */
    private static final List<String> OTHER_INDICES = List.of("At", "id");

    /** The attribute that is an index in this file. */
    private final String indexAttribute;

    /** The path of each element that was named so far. */
    private final Map<MarkupElement, String> paths = new HashMap<>();

    PathParameters(String text) {
        super(text);
        indexAttribute = OTHER_INDICES.stream()
                .filter(index -> elements().stream().anyMatch(element -> element.attribute(index) != null))
                .findFirst()
                .orElse(INDEX);
        nameElements();
    }

    @Override
    @Nullable
    String nameOf(MarkupElement element) {
        MarkupElement parent = element.parent();
        if (parent == null) {
            return null;
        }
        String index = element.attribute(indexAttribute);
        String segment = index == null ? element.name() : element.name() + '[' + index + ']';
        String above = paths.get(parent);
        String path = above == null ? segment : above + '/' + segment;
        paths.put(element, path);
        return path;
    }

    /** A group that the file does not have yet, or a parameter in it. */
    private static final class NewElement {
        private final Map<String, NewElement> inside = new TreeMap<>();
        private @Nullable VendorParameter parameter;
    }

    @Override
    public void add(List<VendorParameter> parameters, TextEdits edits) {
        Set<String> groups = new HashSet<>();
        for (VendorParameter parameter : parameters) {
            for (int slash = parameter.name().indexOf('/');
                    slash > 0;
                    slash = parameter.name().indexOf('/', slash + 1)) {
                String group = parameter.name().substring(0, slash);
                refuseWithoutIndex(parameter, group);
                groups.add(group);
            }
            refuseWithoutIndex(parameter, parameter.name());
        }
        // The root has no path.
        Map<String, NewElement> byGroup = new TreeMap<>();
        for (VendorParameter parameter : parameters) {
            if (groups.contains(parameter.name())) {
                throw ParameterRefusedException.of(parameter, "is a group too, since others are below it; remove one");
            }
            add(parameter, byGroup);
        }
        byGroup.forEach((path, added) -> {
            MarkupElement found = element(path);
            MarkupElement group = found == null ? root() : found;
            List<TextPiece> lines = new ArrayList<>();
            write(added, group.indent() + MarkupElement.STEP, lines);
            group.append(lines, edits);
        });
    }

    /** Adds a parameter to the deepest group that the file has. */
    private void add(VendorParameter parameter, Map<String, NewElement> byGroup) {
        String name = parameter.name();
        int slash = name.lastIndexOf('/');
        MarkupElement group = element(name.substring(0, slash));
        while (group == null && slash > 0) {
            slash = name.lastIndexOf('/', slash - 1);
            group = slash > 0 ? element(name.substring(0, slash)) : null;
        }
        String path = group == null ? "" : name.substring(0, slash);
        if (group != null && group.isLeaf()) {
            throw ParameterRefusedException.of(
                    parameter, "is below '" + path + "', which is a parameter in the phone's file; correct the path");
        }
        NewElement at = byGroup.computeIfAbsent(path, same -> new NewElement());
        for (String segment : name.substring(group == null ? 0 : slash + 1).split("/", -1)) {
            at = at.inside.computeIfAbsent(segment, same -> new NewElement());
        }
        at.parameter = parameter;
    }

    private void write(NewElement group, String indent, List<TextPiece> lines) {
        group.inside.forEach((segment, added) -> {
            int bracket = segment.indexOf('[');
            String name = bracket < 0 ? segment : segment.substring(0, bracket);
            String tag = bracket < 0
                    ? name
                    : name + " " + indexAttribute + "=\"" + segment.substring(bracket + 1, segment.length() - 1) + "\"";
            if (added.parameter != null) {
                lines.addAll(line(indent, tag, name, escaped(added.parameter)));
            } else {
                lines.add(TextPiece.of(indent + "<" + tag + ">\n"));
                write(added, indent + MarkupElement.STEP, lines);
                lines.add(TextPiece.of(indent + "</" + name + ">\n"));
            }
        });
    }
}
