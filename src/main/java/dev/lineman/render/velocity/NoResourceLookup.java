package dev.lineman.render.velocity;

import java.io.Reader;
import org.apache.velocity.exception.ResourceNotFoundException;
import org.apache.velocity.runtime.resource.Resource;
import org.apache.velocity.runtime.resource.loader.ResourceLoader;
import org.apache.velocity.util.ExtProperties;

/**
 * A resource loader that finds nothing. Templates of users reach files only through {@link ParseDirective}.
 * Immutable.
 */
final class NoResourceLookup extends ResourceLoader {
    @Override
    public void init(ExtProperties configuration) {}

    @Override
    public Reader getResourceReader(String name, String encoding) {
        throw new ResourceNotFoundException("'" + name + "' is not within reach");
    }

    @Override
    public boolean isSourceModified(Resource resource) {
        return false;
    }

    @Override
    public long getLastModified(Resource resource) {
        return 0;
    }
}
