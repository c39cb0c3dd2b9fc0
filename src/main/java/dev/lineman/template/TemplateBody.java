package dev.lineman.template;

import dev.lineman.template.header.Header;
import java.util.List;

/**
 * What a {@link Template} has beside its names. Immutable.
 *
 * @param header choices for phones, and values from the template
 * @param configs in document order over all devices
 */
public record TemplateBody(Header header, List<DeviceConfig> configs) {
    public TemplateBody {
        configs = List.copyOf(configs);
    }
}
