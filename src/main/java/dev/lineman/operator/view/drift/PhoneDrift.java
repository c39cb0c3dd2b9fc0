package dev.lineman.operator.view.drift;

import dev.lineman.problem.Position;
import dev.lineman.resolve.origin.Provenance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that a phone uses instead of those that it was given, by its uploads. It has no secret: dots replace each one.
 * Immutable.
 *
 * @param mac 12 lower-case hex digits
 * @param label the numbers and names of its extensions
 * @param uploads its overrides and reports, by name
 */
public record PhoneDrift(String mac, String label, List<DriftUpload> uploads) {
    public PhoneDrift {
        uploads = List.copyOf(uploads);
    }

    /** Whether any upload can be compared. */
    public boolean isCompared() {
        return uploads.stream().anyMatch(upload -> upload.unreadable() == null);
    }

    /** How many given values the phone overrides. A value of several uploads counts once. */
    public int overridden() {
        return (int) uploads.stream()
                .flatMap(upload -> upload.values().stream())
                .map(OverriddenValue::name)
                .distinct()
                .count();
    }

    /**
     * One upload with values.
     *
     * @param file the name of the upload
     * @param received when it arrived
     * @param unreadable why it cannot be compared; null if it can
     * @param values those that differ from the given ones, by name
     * @param added the first values for which the phone's files have nothing, by name
     * @param addedCount how many such values there are
     */
    public record DriftUpload(
            String file,
            Instant received,
            @Nullable String unreadable,
            List<OverriddenValue> values,
            List<AddedValue> added,
            int addedCount) {
        public DriftUpload {
            values = List.copyOf(values);
            added = List.copyOf(added);
        }
    }

    /**
     * A given value that the phone overrides.
     *
     * @param name the parameter, as the vendor calls it
     * @param used what the phone uses
     * @param given what the phone's file has
     * @param template where the template writes the parameter, or the start of the file's content
     * @param origins the values of the inputs that the given value is made of; empty if it is the template's own
     */
    public record OverriddenValue(
            String name, String used, String given, Position template, List<ValueOrigin> origins) {
        public OverriddenValue {
            origins = List.copyOf(origins);
        }
    }

    /**
     * A value of the inputs.
     *
     * @param name as templates read it, or the key in {@code settings}
     * @param places where it is set, the deciding place first
     */
    public record ValueOrigin(String name, List<Provenance.OriginPlace> places) {
        public ValueOrigin {
            places = List.copyOf(places);
        }
    }

    /** A value for which the phone's files have nothing. */
    public record AddedValue(String name, String used) {}
}
