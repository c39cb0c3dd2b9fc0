package dev.lineman.render;

import dev.lineman.jmh.Fleet;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.dialect.DialectParser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A content of 200 lines becomes a tree. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Compiling {
    private final DeviceConfig config = Fleet.config();

    @Benchmark
    public Object compile() {
        return DialectParser.parseContent(config.content().text());
    }
}
