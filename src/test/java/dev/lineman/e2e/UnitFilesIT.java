package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd units, checked by systemd itself. */
@Tag("systemd")
class UnitFilesIT {
    private static final Path DIST = Path.of("src/dist");

    /** The highest exposure level, in tenths as for {@code systemd-analyze security}: 2.0 of 10. */
    private static final String WORST = "20";

    @TempDir
    Path folder;

    @Test
    void systemdFindsNothingWrong() throws Exception {
        Jar.CommandResult verified = analyze(units(), "verify", "--man=no");
        assertThat(verified.err()).isEmpty();
        assertThat(verified.out()).isEmpty();
        assertThat(verified.code()).isZero();
    }

    @Test
    void aMistakeInAUnitIsFound() throws Exception {
        List<Path> units = units();
        Path unit = folder.resolve("lineman.service");
        Files.writeString(unit, Files.readString(unit).replace("ProtectSystem=strict", "ProtectSystem=very"));
        assertThat(analyze(units, "verify", "--man=no").err()).anyMatch(line -> line.contains("protect system"));
    }

    @Test
    void theUnitLimitsMemoryAndProcesses() throws Exception {
        List<Path> units = units();
        Path unit = folder.resolve("lineman.service");
        String text = Files.readString(unit);
        assertThat(text).containsPattern("(?m)^MemoryMax=[1-9][0-9]?%$").containsPattern("(?m)^TasksMax=[0-9]+$");
        Files.writeString(unit, text.replaceAll("(MemoryMax|TasksMax)=", "$1=x"));
        assertThat(analyze(units, "verify", "--man=no").err())
                .anyMatch(line -> line.contains("memory limit"))
                .anyMatch(line -> line.contains("maximum tasks"));
    }

    @Test
    void theDropInOfThePageAllowsAPortBelow1024() throws Exception {
        List<Path> units = units();
        Files.createDirectories(folder.resolve("lineman.service.d"));
        Files.writeString(folder.resolve("lineman.service.d/port.conf"), block("ini"));
        Jar.CommandResult verified = analyze(units, "verify", "--man=no");
        assertThat(verified.err()).isEmpty();
        assertThat(verified.code()).isZero();
    }

    @Test
    void theServicesAreWellIsolated() throws Exception {
        for (Path unit : units()) {
            if (unit.toString().endsWith(".service")) {
                assertThat(analyze(List.of(unit), "security", "--offline=true", "--threshold=" + WORST)
                                .code())
                        .as(unit.toString())
                        .isZero();
            }
        }
    }

    /** Returns copies of the units, with the program of the build. */
    private List<Path> units() throws IOException {
        List<Path> units = new ArrayList<>();
        try (Stream<Path> files = Files.list(DIST)) {
            for (Path file : files.filter(name -> name.toString().matches(".*\\.(service|timer)"))
                    .toList()) {
                units.add(Files.writeString(
                        folder.resolve(file.getFileName()),
                        Files.readString(file).replace("/usr/bin/lineman", Jar.PROGRAM.toString())));
            }
        }
        assertThat(units).hasSize(3);
        return units;
    }

    private Jar.CommandResult analyze(List<Path> units, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Debian.program("systemd-analyze", "systemd").toString());
        command.addAll(List.of(arguments));
        units.forEach(unit -> command.add(unit.toString()));
        return Jar.run(folder, Map.of("SYSTEMD_UNIT_PATH", folder + ":"), command);
    }

    private static String block(String language) throws IOException {
        Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("src/docs/operations.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
