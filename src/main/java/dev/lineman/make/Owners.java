package dev.lineman.make;

import dev.lineman.inventory.ExtensionKey;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Secrets;
import dev.lineman.resolve.Fact;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which input files outputs were made from: while one of these cannot be read, they stay as they are. */
public record Owners(Inventory inventory, Secrets secrets) {

    /** The files that a fact was looked up in. */
    public Set<String> of(Fact fact) {
        return switch (fact.kind()) {
            case FRAGMENT -> Set.of(fact.name());
            case SECRET -> Set.of(secrets.path());
            case EXTENSION -> {
                int slash = fact.name().lastIndexOf('/');
                ExtensionKey key = new ExtensionKey(
                        fact.name().substring(0, slash), fact.name().substring(slash + 1));
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
