package dev.lineman.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands of the built jar, each in a process of its own. */
final class Jar {
    /** The jar under test. */
    static final Path FILE =
            Path.of(System.getProperty("lineman.jar", "target/lineman.jar")).toAbsolutePath();

    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private Jar() {}

    /** What a command came to. */
    record Ended(int code, List<String> out, List<String> err) {}

    /** Runs a command in a folder to its end. */
    static Ended run(Path folder, String... arguments) throws IOException, InterruptedException {
        return run(folder, Map.of(), arguments);
    }

    /** Runs a command in a folder to its end, with more variables in its environment. */
    static Ended run(Path folder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return run(folder, environment, command(List.of(), arguments));
    }

    /** A command of the jar as {@code src/dist/lineman} has it: with the archive of its classes, if there is one. */
    static List<String> command(List<String> javaOptions, String... arguments) {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        Path archive = FILE.resolveSibling("lineman.jsa");
        if (Files.exists(archive)) {
            command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off"));
        }
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", FILE.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs any program in a folder to its end. */
    static Ended run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("lineman", ".out");
        Path err = Files.createTempFile("lineman", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(new java.io.File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            clean(builder.environment());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                if (!process.waitFor(120, TimeUnit.SECONDS)) {
                    throw new AssertionError(
                            command + " did not end:\n" + Files.readString(out) + Files.readString(err));
                }
                return new Ended(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Nothing of this process's environment may speak to the program. */
    static void clean(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("LINEMAN_") || name.equals("JAVA_TOOL_OPTIONS"));
        environment.put("PATH", JAVA.getParent() + ":" + environment.get("PATH"));
    }
}
