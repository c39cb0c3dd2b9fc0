package dev.lineman.render.parameter;

import dev.lineman.render.text.PlacedValue;
import dev.lineman.render.text.TextEdits;
import dev.lineman.resolve.parameter.VendorParameter;
import java.util.List;
import java.util.Set;

/**
 * The parameters of one rendered file, in one format. It reads the text in one pass and writes only changes. For one
 * file, by one thread.
 */
interface FileParameters {
    /** The names of the parameters that the file has. */
    Set<String> names();

    /** The values of a parameter, in the order of the text; empty if the file does not have it, or has a group. */
    List<PlacedValue> values(String name);

    /**
     * Replaces the values of a parameter that the file has, at each place.
     *
     * @throws ParameterRefusedException if the file has something else by this name
     */
    void replace(VendorParameter parameter, TextEdits edits);

    /**
     * Adds parameters that the file does not have.
     *
     * @param parameters in the order of their names; at least one
     * @throws ParameterRefusedException if the file has no place for them
     */
    void add(List<VendorParameter> parameters, TextEdits edits);
}
