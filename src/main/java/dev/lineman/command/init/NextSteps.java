package dev.lineman.command.init;

import dev.lineman.build.make.FolderNames;
import dev.lineman.command.ShellWord;
import dev.lineman.command.init.RootFolder.GitPlace;
import dev.lineman.workspace.CannotStartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code lineman init} prints after it has written the files: what to correct, and the commands that come next.
 * For one call of {@link #finish}; not thread-safe.
 */
final class NextSteps {
    /** Gives {@code --secrets} to all commands that have it. {@code init} does not. */
    static final String SECRETS_VARIABLE = "LINEMAN_SECRETS";

    private final RootFolder folder;
    private final RootAnswers answers;
    private final boolean here;
    /** The folder as a word for the shell. */
    private final String root;

    private final List<String> lines = new ArrayList<>();

    /**
     * Begins without lines.
     *
     * @param folder the folder as it was before the files were written
     * @param named the folder as the user names it, relative to the current folder
     */
    NextSteps(RootFolder folder, RootAnswers answers, String named) {
        this.folder = folder;
        this.answers = answers;
        this.here = named.equals(".");
        this.root = ShellWord.of(named);
    }

    /**
     * Adds what to correct in the first files: placeholders and passwords.
     *
     * @param hadSecrets whether the file of secrets was there before
     * @param secretsElsewhere the file of secrets that other commands read; empty if it is that of the root
     */
    void addCorrections(boolean hadSecrets, String secretsElsewhere) {
        lines.add("");
        lines.add("Before you use it:");
        addPlaceholder(RootQuestion.PBX, RootFiles.DEFAULTS);
        addPlaceholder(RootQuestion.MAC, RootFiles.extension(answers));
        lines.add(
                hadSecrets
                        ? "  " + RootFiles.SECRETS
                                + " was here already, and Lineman did not change it: add the values of"
                                + " the '!secret' names that it lacks."
                        : "  Passwords are random, in " + RootFiles.SECRETS + ": set that of extension "
                                + answers.get(RootQuestion.EXTENSION) + " at the PBX.");
        if (!secretsElsewhere.isEmpty()) {
            lines.add(
                    "  " + SECRETS_VARIABLE + " is set to " + secretsElsewhere + ", and other commands read that file:"
                            + " move the values of " + RootFiles.SECRETS + " there, or unset the variable.");
        }
    }

    private void addPlaceholder(RootQuestion question, String file) {
        if (answers.get(question).equals(question.fallback())) {
            lines.add("  " + question.label() + ' ' + question.fallback() + " is a placeholder: correct it in " + file);
        }
    }

    /**
     * Adds the next commands, and returns all lines.
     *
     * @param hasGit whether this machine has the program git
     * @param newWorkflow whether the workflow for GitHub was written now
     * @param outputs the outputs of the root, by path below {@code out/}
     * @throws CannotStartException if {@code .gitignore} cannot be read
     */
    List<String> finish(boolean hasGit, boolean newWorkflow, List<String> outputs) throws CannotStartException {
        lines.add("");
        lines.add("Next:");
        if (hasGit && folder.git() == GitPlace.OUTSIDE) {
            String commands = ignoreCommand() + "git init -b main && git add . && git commit -m 'Phones'";
            lines.add("  " + (here ? commands : "(cd " + root + " && " + commands + ')'));
        }
        if (folder.git() != GitPlace.BELOW && newWorkflow) {
            lines.add("  On GitHub, set the variable LINEMAN_URL, or the workflow fails at the first push:"
                    + " Settings > Secrets and variables > Actions > Variables");
        }
        lines.add("  lineman run" + (here ? "" : " --root " + root));
        String file = phoneFile(outputs);
        if (!file.isEmpty()) {
            lines.add("  curl http://127.0.0.1:5481/provisioning/" + file);
        }
        return lines;
    }

    /** Returns the command that completes {@code .gitignore}, for commands after it; empty if nothing is missing. */
    private String ignoreCommand() throws CannotStartException {
        List<String> unignored = folder.unignored();
        return unignored.isEmpty()
                ? ""
                : "printf '\\n%s\\n' " + String.join(" ", unignored) + " >> " + RootFiles.GIT_IGNORE + " && ";
    }

    /** Returns a file that the first phone can fetch, by name below {@code out/provisioning}; empty if there is none. */
    private String phoneFile(List<String> outputs) {
        String mac = answers.get(RootQuestion.MAC).replace(":", "");
        return outputs.stream()
                .filter(name -> name.startsWith(FolderNames.PROVISIONING)
                        && name.toLowerCase(Locale.ROOT).contains(mac))
                .map(name -> name.substring(FolderNames.PROVISIONING.length()))
                .sorted()
                .findFirst()
                .orElse("");
    }
}
