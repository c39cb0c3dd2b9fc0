package dev.lineman.cli.init;

import dev.lineman.build.ProgressListener;
import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.console.ProblemFormat;
import dev.lineman.cli.init.InitDialog.EndOfInputException;
import dev.lineman.cli.option.CandidateKind;
import dev.lineman.cli.option.Completes;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.command.CommandResult;
import dev.lineman.command.init.CheckedAnswer;
import dev.lineman.command.init.RootAnswers;
import dev.lineman.command.init.RootCreation;
import dev.lineman.command.init.RootCreation.MachineValues;
import dev.lineman.command.init.RootQuestion;
import dev.lineman.fs.FileMode;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.Settings;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lineman init}: makes a root that works, see {@link RootCreation}. */
@Command(
        name = "init",
        description =
                "Makes a root: defaults, a first extension with a phone, secrets, and settings for git, GitHub and"
                        + " editors. Asks on a terminal. Replaces no file, except schemas of another version.",
        footer = {
            "  lineman init phones",
            "  lineman init --yes --pbx pbx.example.org --mac 00:15:65:00:00:01 --model T54W phones"
        })
public final class InitCommand extends AbstractCommand {
    /** Null for the folder of {@code --root}. */
    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "The folder to make the root in; a missing one is made (default: that of --root).")
    private @Nullable Path directory;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The same as DIR (default: the current folder).")
    private Path root;

    /** Null for the question or its suggestion; the same for the options below. */
    @Option(names = "--pbx", paramLabel = "HOST", description = "The address of the PBX (default: 192.0.2.10).")
    private @Nullable String pbx;

    @Option(names = "--extension", paramLabel = "N", description = "The first extension (default: 100).")
    private @Nullable String extension;

    @Option(names = "--first-name", paramLabel = "NAME", description = "Its first name (default: Jane).")
    private @Nullable String firstName;

    @Option(names = "--last-name", paramLabel = "NAME", description = "Its last name (default: Doe).")
    private @Nullable String lastName;

    @Option(names = "--mac", paramLabel = "MAC", description = "The MAC of its phone (default: 00:00:5e:00:53:01).")
    private @Nullable String mac;

    @Completes(CandidateKind.MODELS)
    @Option(names = "--model", paramLabel = "MODEL", description = "The model of its phone (default: Yealink T54W).")
    private @Nullable String model;

    @Completes(CandidateKind.TIME_ZONES)
    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            description = "The time zone of the phones, such as Europe/Berlin (default: that of this machine).")
    private @Nullable String timezone;

    @Completes(CandidateKind.LANGUAGES)
    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            description = "The language of the phones, such as German (default: that of this machine).")
    private @Nullable String language;

    @Completes(CandidateKind.SITE_TEMPLATES)
    @Option(
            names = "--site-templates",
            paramLabel = "NAME,...",
            description = "Site templates for all sites, such as phonebooks,asterisk (default: none).")
    private @Nullable String siteTemplates;

    @Option(
            names = "--yes",
            description = "Asks nothing: takes the defaults for values that are not given, and adds files to a folder"
                    + " that is not empty.")
    private boolean yes;

    @Override
    public Integer call() throws CannotStartException, IOException {
        Path folder = folder();
        if (folder.toString().isEmpty()) {
            throw usageError("DIR is empty; name a folder, or '.' for the current one");
        }
        Settings settings = new Settings(
                folder, folder.resolve("secrets.yaml"), FileMode.DEFAULT, Duration.ZERO, RemovalLimit.DEFAULT);
        MachineValues machine = new MachineValues(
                ZoneId.systemDefault().getId(), Locale.getDefault().getDisplayLanguage(Locale.ENGLISH));
        RootCreation rootCreation = RootCreation.open(
                // The dry runs are short, and progress would be between the questions.
                settings, environment().runtimeContext().withProgress(ProgressListener.NONE), machine);
        BufferedReader keyboard = yes ? null : environment().keyboard();
        InitDialog dialog =
                keyboard == null ? null : new InitDialog(keyboard, environment().out(), rootCreation);
        try {
            return make(rootCreation, dialog, folder.toString());
        } catch (EndOfInputException e) {
            print("the input ended: nothing was written");
            return ExitCode.PROBLEMS;
        } finally {
            environment().out().flush();
        }
    }

    /**
     * Asks, writes and reports.
     *
     * @param dialog null to ask nothing
     * @param root the folder as the user names it
     */
    private int make(RootCreation rootCreation, @Nullable InitDialog dialog, String root)
            throws CannotStartException, IOException, EndOfInputException {
        RootAnswers answers = given(rootCreation);
        if (dialog != null && !rootCreation.hasExtensions()) {
            print("Lineman makes a root in " + root);
            print("Enter takes the value in brackets. Ctrl-C stops. Nothing is written before the last answer.");
            answers = dialog.ask(answers);
            print("");
        }
        answers = rootCreation.complete(answers);
        List<String> additions = rootCreation.additions(answers);
        Set<String> schemas = rootCreation.outdatedSchemas();
        List<String> written = additions.stream()
                .map(path -> schemas.contains(path) ? path + " (schema of this version)" : path)
                .toList();
        rootCreation.omissions().forEach(this::print);
        if (additions.isEmpty()) {
            print("nothing to add to " + root);
            return ExitCode.OK;
        }
        if (!yes && !rootCreation.isEmptyFolder()) {
            print(root + " is not empty. Lineman would write these files, and change no other:");
            written.forEach(path -> print("  " + path));
            if (dialog == null || !dialog.confirm("Write them?")) {
                print("nothing was written" + (dialog == null ? "; to write the files, give --yes" : ""));
                return ExitCode.PROBLEMS;
            }
        }
        CommandResult checked = rootCreation.write(answers);
        written.forEach(path -> print("wrote " + path));
        new CommandOutput(environment().out(), environment().err(), ProblemFormat.text)
                .printProblems(checked.problems());
        checked.lines().forEach(this::print);
        rootCreation.nextSteps(answers, root, hasGit()).forEach(this::print);
        return checked.problems().stream()
                        .anyMatch(problem -> problem.severity().isError())
                ? ExitCode.PROBLEMS
                : ExitCode.OK;
    }

    /** Returns the folder of the parameter or of the option. On one command line, both must be the same. */
    private Path folder() {
        if (directory == null) {
            return root;
        }
        if (isGiven("--root")
                && !root.toAbsolutePath()
                        .normalize()
                        .equals(directory.toAbsolutePath().normalize())) {
            throw usageError("DIR is " + directory + ", but --root is " + root + "; give one of them");
        }
        return directory;
    }

    /** Returns the answers of the command line. A wrong one is wrong usage. */
    private RootAnswers given(RootCreation rootCreation) {
        RootAnswers answers = RootAnswers.NONE;
        for (RootQuestion question : RootQuestion.values()) {
            String text = option(question);
            if (text == null) {
                continue;
            }
            if (rootCreation.hasExtensions()) {
                print(question.option() + " has no effect: extensions.d has files already");
                continue;
            }
            CheckedAnswer checked = rootCreation.check(answers, question, text);
            if (checked.answers() == null) {
                throw usageError(question.option() + ": " + String.join("; ", checked.reasons())
                        + (checked.choices().isEmpty() ? "" : "; choose from " + String.join(", ", checked.choices())));
            }
            answers = checked.answers();
        }
        return answers;
    }

    /** Returns the value of the option that answers a question; null if it is not given. */
    private @Nullable String option(RootQuestion question) {
        return switch (question) {
            case PBX -> pbx;
            case EXTENSION -> extension;
            case FIRST_NAME -> firstName;
            case LAST_NAME -> lastName;
            case MAC -> mac;
            case MODEL -> model;
            case TIMEZONE -> timezone;
            case LANGUAGE -> language;
            case SITE_TEMPLATES -> siteTemplates;
        };
    }

    /** Returns whether the program git can be run. */
    private boolean hasGit() {
        String path = environment().runtimeContext().environment().getOrDefault("PATH", "");
        for (String folder : path.split(File.pathSeparator, -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "git"))) {
                return true;
            }
        }
        return false;
    }

    private void print(String line) {
        environment().out().println(line);
    }
}
