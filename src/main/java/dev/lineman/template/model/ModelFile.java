package dev.lineman.template.model;

import dev.lineman.input.Document;
import dev.lineman.template.vendor.VendorEntry;
import java.util.List;

/**
 * A file of models, as {@link ModelFileReader} reads it. The files of the root and the built-in ones are merged by
 * model, key by key; no file replaces another one. Immutable.
 *
 * @param path below the root, with {@code /}
 * @param layer where the file comes from
 * @param family its name and the values for all its models; without a name if the file has vendors alone
 * @param models in the order of the file, with the values of the family for what they do not say
 * @param vendors in the order of the file
 */
public record ModelFile(
        String path, TemplateLayer layer, ModelEntry family, List<ModelEntry> models, List<VendorEntry> vendors)
        implements Document {
    /** The folder of all model files, below the root and with a {@code /} at its end. */
    public static final String FOLDER = "templates/models/";

    public ModelFile {
        models = List.copyOf(models);
        vendors = List.copyOf(vendors);
    }

    /** Identifies the file among those of both layers. */
    public String id() {
        return id(path, layer);
    }

    /** Identifies the file of a path and a layer. */
    public static String id(String path, TemplateLayer layer) {
        return layer == TemplateLayer.ROOT ? path : "built-in/" + path;
    }

    /** Whether this file has the models and vendors of another one and more. A cut file can be valid YAML. */
    @Override
    public boolean continues(Document shorter) {
        return shorter instanceof ModelFile other
                && family.equals(other.family)
                && ((vendors.equals(other.vendors) && isPrefix(other.models, models))
                        || (models.equals(other.models) && hasVendorsOf(other)));
    }

    /** Whether the vendors begin with those of another file, whose last one may lack values. */
    private boolean hasVendorsOf(ModelFile other) {
        int last = other.vendors.size() - 1;
        return !vendors.equals(other.vendors)
                && vendors.size() > last
                && (last < 0
                        || (vendors.subList(0, last).equals(other.vendors.subList(0, last))
                                && vendors.get(last).continues(other.vendors.get(last))));
    }

    /** Whether a list begins with another one, whose last model may lack values. */
    private static boolean isPrefix(List<ModelEntry> shorter, List<ModelEntry> longer) {
        int last = shorter.size() - 1;
        if (shorter.equals(longer) || longer.size() <= last) {
            return false;
        }
        return last < 0
                || (shorter.subList(0, last).equals(longer.subList(0, last))
                        && shorter.get(last).at().equals(longer.get(last).at())
                        && longer.get(last)
                                .values()
                                .keySet()
                                .containsAll(shorter.get(last).values().keySet()));
    }
}
