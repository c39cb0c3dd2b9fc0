package dev.lineman.render.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import org.apache.velocity.exception.ResourceNotFoundException;
import org.apache.velocity.runtime.resource.Resource;
import org.apache.velocity.runtime.resource.loader.ResourceLoader;
import org.apache.velocity.util.ExtProperties;

/**
 * Reads the templates beside a class for Velocity, without their line breaks. It never looks for changes. Immutable.
 */
final class JarTemplateLoader extends ResourceLoader {
    private final Class<?> resourceClass;

    JarTemplateLoader(Class<?> resourceClass) {
        this.resourceClass = resourceClass;
    }

    @Override
    public void init(ExtProperties configuration) {}

    @Override
    public Reader getResourceReader(String name, String encoding) {
        try (InputStream in = resourceClass.getResourceAsStream(name)) {
            if (in == null) {
                throw new ResourceNotFoundException("the template " + name + " is missing in the jar");
            }
            return new StringReader(new String(in.readAllBytes(), UTF_8).replace("\n", ""));
        } catch (IOException e) {
            throw new UncheckedIOException("the template " + name + " cannot be read", e);
        }
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
