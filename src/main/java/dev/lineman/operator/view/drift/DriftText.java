package dev.lineman.operator.view.drift;

import dev.lineman.resolve.origin.Provenance;
import java.util.ArrayList;
import java.util.List;

/** Prints {@link PhoneDrift} as lines of text, for {@code drift}. Stateless. */
public final class DriftText {
    /** How many values that the files do not have are listed by name. */
    private static final int MAX_ADDED = 20;

    private DriftText() {}

    /** The lines for one phone. */
    public static List<String> of(PhoneDrift drift) {
        List<String> lines = new ArrayList<>();
        int many = drift.overridden();
        lines.add("phone " + drift.mac() + (drift.label().isEmpty() ? "" : " (" + drift.label() + ")")
                + (drift.isCompared()
                        ? " overrides " + (many == 0 ? "none" : Integer.toString(many)) + " of your values"
                        : " has uploaded nothing that can be compared"));
        for (PhoneDrift.DriftUpload upload : drift.uploads()) {
            lines.add("  " + upload.file() + ", received " + upload.received());
            if (upload.unreadable() != null) {
                lines.add("    cannot be compared: " + upload.unreadable());
            }
            upload.values().forEach(value -> add(value, lines));
            addAdded(upload, lines);
        }
        return lines;
    }

    private static void add(PhoneDrift.OverriddenValue value, List<String> lines) {
        lines.add("    " + value.name());
        lines.add("      the phone uses  " + shown(value.used()));
        lines.add("      you give        " + shown(value.given()));
        for (PhoneDrift.ValueOrigin origin : value.origins()) {
            for (Provenance.OriginPlace place : origin.places()) {
                lines.add("      by " + origin.name() + " from " + place.layer() + " at " + place.at());
            }
        }
        lines.add((value.origins().isEmpty() ? "      by the template at " : "      in the template at ")
                + value.template());
    }

    private static void addAdded(PhoneDrift.DriftUpload upload, List<String> lines) {
        List<PhoneDrift.AddedValue> added = upload.added();
        if (added.isEmpty()) {
            return;
        }
        lines.add("    values that its files do not have:");
        added.stream()
                .limit(MAX_ADDED)
                .forEach(value -> lines.add("      " + value.name() + " = " + shown(value.used())));
        if (upload.addedCount() > MAX_ADDED) {
            lines.add("      and " + (upload.addedCount() - MAX_ADDED) + " more");
        }
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(empty)" : value;
    }
}
