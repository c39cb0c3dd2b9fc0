package dev.lineman.render;

import dev.lineman.jmh.Fleet;
import dev.lineman.template.DeviceConfig;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A content of 200 lines becomes what renders it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Compiling {
    /** Whether the engine is left out where it is not needed. */
    @Param({"true", "false"})
    public boolean stencils;

    private final Engine engine = new Engine();
    private final DeviceConfig config = Fleet.config();

    @Benchmark
    public Object compile() {
        return Placeholders.content(engine, config.content(), stencils);
    }
}
