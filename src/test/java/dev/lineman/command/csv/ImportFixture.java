package dev.lineman.command.csv;

import dev.lineman.command.csv.CsvImport.ImportResult;
import dev.lineman.command.csv.CsvImport.ImportTarget;
import dev.lineman.inventory.Inventory;
import dev.lineman.template.Catalog;

/** Imports without a root: no templates, and passwords stay in the extension files. */
final class ImportFixture {
    private ImportFixture() {}

    /** Imports into a folder in which every file can be written. */
    static ImportResult read(byte[] csv, String folder, Inventory existing) {
        return CsvImport.read("t.csv", csv, new ImportTarget(folder, existing, Catalog.EMPTY, null, file -> null))
                .result();
    }
}
