package dev.lineman.impact;

import dev.lineman.inventory.ExtensionKey;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Secrets;
import dev.lineman.resolve.Fact;
import dev.lineman.template.Catalog;
import java.util.LinkedHashSet;
import java.util.Set;

/** All that outputs are made from, as of one snapshot. */
public record Inputs(Inventory inventory, Catalog catalog, Secrets secrets) {
    /** Nothing at all. */
    public static final Inputs NONE = new Inputs(Inventory.empty(), Catalog.EMPTY, Secrets.NONE);

    /** The files that a fact was looked up in: while one of these cannot be read, what was made of the fact stays as it is. */
    public Set<String> filesOf(Fact fact) {
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
