package dev.lineman.recall;

import dev.lineman.inventory.Inventory;
import dev.lineman.source.Recollection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What was remembered.
 *
 * @param files the inputs as they were last seen
 * @param inventory what those of them said that hold extensions and defaults, which takes its time
 * @param lookups what the units had looked up
 * @param due the units that have to be made again in any case, each with the path of its template where it is to be made after all
 *     others, else with an empty text
 */
public record Recalled(
        Recollection files, CompletableFuture<Inventory> inventory, Lookups lookups, Map<String, String> due) {}
