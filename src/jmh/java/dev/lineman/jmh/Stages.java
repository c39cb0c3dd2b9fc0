package dev.lineman.jmh;

import dev.lineman.input.ReadResult;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import dev.lineman.render.OutputFile;
import dev.lineman.render.Renderer;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.resolve.Resolution;
import dev.lineman.resolve.Resolver;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.FragmentLookup;
import dev.lineman.template.TemplateReader;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From the bytes of an input to the bytes of a provisioning file: each stage for one file or phone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Stages {
    private final ExtensionReader extensions = new ExtensionReader();
    private final TemplateReader templates = new TemplateReader();
    private final Renderer renderer = new Renderer();
    private byte[] yaml;
    private byte[] xml;
    private Resolver resolver;
    private DeviceConfig config;
    private int next;

    @Setup
    public void prepare() {
        yaml = Fleet.yaml(7);
        xml = Fleet.xml();
        resolver = Fleet.resolver();
        config = Fleet.config();
        if (!(render() instanceof RenderResult.RenderedFile<OutputFile>)) {
            throw new IllegalStateException("the fleet's template does not render: " + render());
        }
    }

    @Benchmark
    public ReadResult parseYaml() {
        return extensions.read(Fleet.path(7), yaml);
    }

    @Benchmark
    public ReadResult parseTemplate() {
        return templates.read(Fleet.TEMPLATE, xml);
    }

    /** One phone after the other, each with all values that its template may ask for. */
    @Benchmark
    public Resolution resolve() {
        return resolver.resolve(phone());
    }

    /** Resolving it too, since values are found when they are asked for. */
    @Benchmark
    public RenderResult<OutputFile> render() {
        PhoneValues names = Objects.requireNonNull(resolve().values());
        return renderer.render(config, new RenderValues(names, FragmentLookup.NONE));
    }

    private Phone phone() {
        next = (next + 1) % Fleet.PHONES;
        return Objects.requireNonNull(resolver.inventory().phone(Fleet.mac(next)));
    }
}
