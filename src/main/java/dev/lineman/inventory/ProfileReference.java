package dev.lineman.inventory;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The name of a profile at a phone or an extension, with the values that it stands for: those in the {@code
 * _defaults.yaml} of the nearest folder that has a profile of this name. Immutable.
 *
 * @param name the name, as it is written
 * @param at the place of the name
 * @param layer the values of the profile; null if no folder above has the profile
 */
public record ProfileReference(
        String name, Position at, @Nullable ValueLayer layer) {
    private static final String PROFILE = ExtensionField.PROFILE.key();

    /**
     * Returns the profiles that a phone or an extension names, the nearest first. A name that occurs twice counts once.
     *
     * @param owner the values of the phone or the extension
     * @param file the file with these values, below the root
     * @param folders the defaults that apply to the file, the deepest folder first
     */
    static List<ProfileReference> of(FieldValues owner, String file, List<FolderDefaults> folders) {
        int index = owner.indexOf(PROFILE);
        if (index < 0) {
            return List.of();
        }
        List<ProfileReference> profiles = new ArrayList<>();
        if (owner.value(index) instanceof FieldValues.Items names) {
            for (int i = 0; i < names.values().size(); i++) {
                String name = String.valueOf(names.values().get(i));
                if (!name.isEmpty() && names.values().indexOf(name) == i) {
                    profiles.add(of(name, FieldValues.position(file, names.packedPosition(i)), folders));
                }
            }
        } else if (owner.value(index) instanceof String name && !name.isEmpty()) {
            profiles.add(of(name, FieldValues.position(file, owner.packedPosition(index)), folders));
        }
        return profiles;
    }

    /** Whether a phone or an extension has the key {@code profile}. */
    static boolean isIn(FieldValues owner) {
        return owner.indexOf(PROFILE) >= 0;
    }

    private static ProfileReference of(String name, Position at, List<FolderDefaults> folders) {
        for (FolderDefaults defaults : folders) {
            if (defaults.profiles().get(name) instanceof FieldValues values) {
                return new ProfileReference(
                        name, at, new ValueLayer(ValueLayer.LayerKind.PROFILE, values, defaults.path(), name));
            }
        }
        return new ProfileReference(name, at, null);
    }

    /** Adds the layers of the profiles that a phone or an extension names, apart from those that are there already. */
    static void addLayers(FieldValues owner, String file, List<FolderDefaults> folders, List<ValueLayer> layers) {
        for (ProfileReference profile : of(owner, file, folders)) {
            if (profile.layer != null && !layers.contains(profile.layer)) {
                layers.add(profile.layer);
            }
        }
    }

    /** Returns the problem of a profile that no folder above has, for an extension without a phone; null if one has it. */
    public @Nullable Problem missing(Inventory inventory) {
        return missing(inventory, Severity.ERROR, ", so it is left out");
    }

    /**
     * Returns the problem of a profile that no folder above has, for a phone; null if one has it. It keeps the files of the
     * phone: new ones would lack what the profile requires, and its options of security.
     */
    public @Nullable Problem missingForPhone(Inventory inventory) {
        return missing(inventory, Severity.BLOCKING, ", so the phone keeps its last good files");
    }

    private @Nullable Problem missing(Inventory inventory, Severity severity, String effect) {
        if (layer != null) {
            return null;
        }
        Set<String> known = new TreeSet<>();
        for (FolderDefaults defaults : inventory.defaultsOver(at.file())) {
            known.addAll(defaults.profiles().keys());
        }
        String elsewhere = inventory.defaultsIndex.fileWithProfile(name);
        String hint = NearestName.hint(name, known);
        String reason = elsewhere == null
                ? "no _defaults.yaml above has a profile '" + name + "'" + effect
                        + (hint.isEmpty() ? "; add it below 'profiles' there, or remove it" : hint)
                : "profile '" + name + "' is in " + elsewhere + ", which is not above this file" + effect
                        + "; move it to a _defaults.yaml above";
        return new Problem(severity, at, reason).expectedIn(FolderDefaults.pathsAbove(at.file()));
    }
}
