package dev.lineman.phonefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Compares two versions of a provisioning file by parameter. */
public final class ParameterDifferences {
    private ParameterDifferences() {}

    /** One line for each parameter that only one version has, or that has another value; empty if there is none. */
    public static List<String> of(String before, String after) {
        Map<String, String> old = PhoneFileReader.byName(PhoneFileReader.read(before));
        Map<String, String> now = PhoneFileReader.byName(PhoneFileReader.read(after));
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            String one = old.get(name);
            String other = now.get(name);
            if (one == null) {
                differences.add("+ " + name + " = " + other);
            } else if (other == null) {
                differences.add("- " + name + " = " + one);
            } else if (!one.equals(other)) {
                differences.add("  " + name + " = " + one + " -> " + other);
            }
        }
        return differences;
    }
}
