package dev.lineman.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs commands of the built program, each in its own process. */
final class Jar {
    /** The jar under test. */
    static final Path FILE =
            Path.of(System.getProperty("lineman.jar", "target/lineman.jar")).toAbsolutePath();

    /** The program under test: a shell script with the jar at its end. Java runs it as a jar too. */
    static final Path PROGRAM = FILE.resolveSibling("lineman");

    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** The archive of classes of the program; null if it has none. */
    private static final @Nullable Path ARCHIVE = archive(PROGRAM);

    private static final Set<String> JAVA_VARIABLES =
            Set.of("JAVA", "JAVA_HOME", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

    private Jar() {}

    /** The result of a command: exit code and output lines. */
    record CommandResult(int code, List<String> out, List<String> err) {}

    /** Runs a command in a folder and waits for its end. */
    static CommandResult run(Path folder, String... arguments) throws IOException, InterruptedException {
        return run(folder, Map.of(), arguments);
    }

    /** Runs a command in a folder with additional environment variables and waits for its end. */
    static CommandResult run(Path folder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return run(folder, environment, command(List.of(), arguments));
    }

    /** Returns the command line that the program makes for a short command: with its class archive, if there is one. */
    static List<String> command(List<String> javaOptions, String... arguments) {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        if (ARCHIVE != null) {
            command.addAll(List.of(archiveOption(ARCHIVE), "-Xlog:cds*=off"));
        }
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", PROGRAM.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Returns the archive of classes beside a jar or a program; null if it has none. */
    static @Nullable Path archive(Path file) {
        String name = Pattern.quote(file.getFileName().toString()) + "\\..+\\.(jsa|aot)";
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.filter(sibling -> sibling.getFileName().toString().matches(name))
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the option of Java that uses an archive of classes. */
    static String archiveOption(Path archive) {
        return (archive.toString().endsWith(".aot") ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive;
    }

    /** Runs any program in a folder and waits for its end. */
    static CommandResult run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        return run(folder, Duration.ofMinutes(2), environment, command);
    }

    /** Runs any program in a folder and waits for its end, with a limit for slow programs. */
    static CommandResult run(Path folder, Duration limit, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("lineman", ".out");
        Path err = Files.createTempFile("lineman", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(new java.io.File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            clearJavaVariables(builder.environment());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError(
                            command + " did not end:\n" + Files.readString(out) + Files.readString(err));
                }
                return new CommandResult(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Removes the variables of this process that would configure the other one. A program that a test copies makes no archive. */
    static void clearJavaVariables(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("LINEMAN_") || JAVA_VARIABLES.contains(name));
        environment.put("LINEMAN_ARCHIVE", "no");
        environment.put("PATH", JAVA.getParent() + ":" + environment.get("PATH"));
    }

    /** Links the program into a folder as {@code lineman}, and returns an environment whose PATH begins with the folder. */
    static Map<String, String> linkedInto(Path programs) throws IOException {
        Files.createSymbolicLink(Files.createDirectories(programs).resolve("lineman"), PROGRAM);
        return Map.of("PATH", programs + ":" + JAVA.getParent() + ":/usr/bin:/bin");
    }
}
