package dev.lineman.cli.program;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code lineman version}: prints the version of the program and of Java, and the files that it uses. */
@Command(
        name = "version",
        description = "Prints the version, that of Java, and where the program, Java and the root are.",
        footer = {"  lineman version", "  lineman --version      # one line"})
public final class VersionCommand extends AbstractCommand {
    /** The options of the Java virtual machine that name an archive of classes, and what Java calls the archive. */
    private static final Map<String, String> ARCHIVES =
            Map.of("-XX:SharedArchiveFile=", "class archive", "-XX:AOTCache=", "AOT cache");

    @Override
    public Integer call() {
        PrintStream out = environment().out();
        out.println(new VersionProvider().getVersion()[0]);
        line(out, "program", program());
        archive(out);
        line(
                out,
                "Java",
                System.getProperty("java.version") + " of " + System.getProperty("java.vendor") + ", "
                        + System.getProperty("java.home"));
        String root = environment().runtimeContext().environment().get("LINEMAN_ROOT");
        line(
                out,
                "root",
                root == null
                        ? Path.of("").toAbsolutePath() + " (the current folder; LINEMAN_ROOT is not set)"
                        : Path.of(root).toAbsolutePath().normalize() + " (LINEMAN_ROOT)");
        out.flush();
        return ExitCode.OK;
    }

    /** Prints one line with a name of at most 13 characters. */
    private static void line(PrintStream out, String name, String value) {
        out.printf("%-14s %s%n", name + ":", value);
    }

    /** Returns the file or the folder that the program's classes come from. */
    private static String program() {
        CodeSource source = VersionCommand.class.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? "unknown"
                    : Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            return source.getLocation().toString();
        }
    }

    /** Prints the archive of classes that the launcher names. Java ignores one that matches another jar or another Java. */
    private static void archive(PrintStream out) {
        boolean used = System.getProperty("java.vm.info", "").contains("sharing");
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            String option = argument.substring(0, argument.indexOf('=') + 1);
            String kind = ARCHIVES.get(option);
            if (kind != null) {
                Path archive = Path.of(argument.substring(option.length()))
                        .toAbsolutePath()
                        .normalize();
                line(
                        out,
                        kind,
                        used ? archive.toString() : "not used: " + archive + " does not match; run lineman-archive");
                return;
            }
        }
        line(out, "class archive", "none");
    }
}
