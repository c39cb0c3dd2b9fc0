package dev.lineman.resolve.option;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.resolve.value.ReferenceResolver;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what the layers of one phone give and its template lacks, and reports the problems of it. A value of a {@code
 * _defaults.yaml} is for many templates, so {@code build.usage} reports it once for all phones. Not thread-safe.
 */
public final class UnusedSettings {
    private final List<UnusedSetting> all = new ArrayList<>();
    private final ReferenceResolver referenceResolver;

    /** Starts without settings. */
    public UnusedSettings(ReferenceResolver referenceResolver) {
        this.referenceResolver = referenceResolver;
    }

    /** Adds a setting for explanations. Lines of a phone can share it; it is kept once. */
    public void add(UnusedSetting setting) {
        if (!all.contains(setting)) {
            all.add(setting);
        }
    }

    /** All settings so far, in the order in which they were found. */
    public List<UnusedSetting> all() {
        return List.copyOf(all);
    }

    /** Reports a value of the phone or its extension that is left out; nothing for one of a {@code _defaults.yaml}. */
    public void errorIfOwn(LayerStack.LayerValue found, String message) {
        if (!found.layer().kind().isDefault()) {
            error(found, message);
        }
    }

    /** Warns of a value of the phone or its extension; nothing for one of a {@code _defaults.yaml}. */
    public void warningIfOwn(LayerStack.LayerValue found, String message) {
        if (!found.layer().kind().isDefault()) {
            warning(found, message);
        }
    }

    /** Reports a value that is left out. */
    public void error(LayerStack.LayerValue found, String message) {
        report(Severity.ERROR, found, message);
    }

    /** Reports a value without which the files are not made. */
    public void blocking(LayerStack.LayerValue found, String message) {
        report(Severity.BLOCKING, found, message);
    }

    /** Reports a value that is left out and that other phones may use. */
    public void warning(LayerStack.LayerValue found, String message) {
        report(Severity.WARNING, found, message);
    }

    /** Reports a problem at a value, unless the value is a placeholder for a missing one. */
    private void report(Severity severity, LayerStack.LayerValue found, String message) {
        boolean assumed = found.value() instanceof FieldValues.ValueReference
                && referenceResolver.isAssumed(
                        referenceResolver.follow(found, false).text());
        if (!assumed) {
            referenceResolver.report(new Problem(severity, found.position(), message));
        }
    }
}
