package dev.lineman.cli.program;

import picocli.CommandLine.Command;

/** {@code lineman man}: prints the manual page of all commands, see {@link ManualPage}. */
@Command(
        name = "man",
        description = "Prints the manual page, for man(1).",
        footer = {
            "  lineman man | man -l -                                # read it",
            "  lineman man > /usr/local/share/man/man1/lineman.1     # install it"
        })
public final class ManCommand extends AbstractCommand {
    @Override
    public Integer call() {
        environment().out().print(ManualPage.of(root()));
        environment().out().flush();
        return ExitCode.OK;
    }
}
