package dev.lineman.impact;

import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Secrets;
import dev.lineman.template.Catalog;

/** All that outputs are made from, as of one snapshot. */
public record Inputs(Inventory inventory, Catalog catalog, Secrets secrets) {
    /** Nothing at all. */
    public static final Inputs NONE = new Inputs(Inventory.empty(), Catalog.EMPTY, Secrets.NONE);
}
