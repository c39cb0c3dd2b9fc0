package dev.lineman.build.impact;

import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.template.Catalog;
import java.util.LinkedHashSet;
import java.util.Set;

/** All that outputs are made from, as of one snapshot. */
public record BuildInputs(Inventory inventory, Catalog catalog, SecretStore secrets) {
    /** Nothing at all. */
    public static final BuildInputs NONE = new BuildInputs(Inventory.empty(), Catalog.EMPTY, SecretStore.NONE);

    /** The files that a fact was looked up in: while one of these cannot be read, what was made of the fact stays as it is. */
    public Set<String> filesOf(Dependency dependency) {
        return switch (dependency.kind()) {
            case FRAGMENT -> Set.of(dependency.name());
            case SECRET -> Set.of(secrets.path());
            case EXTENSION -> {
                int slash = dependency.name().lastIndexOf('/');
                ExtensionKey key = new ExtensionKey(
                        dependency.name().substring(0, slash), dependency.name().substring(slash + 1));
                Set<String> files = new LinkedHashSet<>();
                inventory
                        .extensions(key)
                        .forEach(other -> files.addAll(other.layers().files()));
                yield files;
            }
            case MODEL, TEMPLATE, SITE -> Set.of();
        };
    }
}
