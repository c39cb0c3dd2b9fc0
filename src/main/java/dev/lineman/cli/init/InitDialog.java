package dev.lineman.cli.init;

import dev.lineman.command.init.CheckedAnswer;
import dev.lineman.command.init.RootAnswers;
import dev.lineman.command.init.RootCreation;
import dev.lineman.command.init.RootQuestion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the questions of {@code lineman init} on a terminal, one line each. It needs no feature of the terminal: names to
 * choose from have numbers. For one thread.
 */
final class InitDialog {
    private final BufferedReader keyboard;
    private final PrintStream screen;
    private final RootCreation rootCreation;

    InitDialog(BufferedReader keyboard, PrintStream screen, RootCreation rootCreation) {
        this.keyboard = keyboard;
        this.screen = screen;
        this.rootCreation = rootCreation;
    }

    /** The terminal gave no more input: the person wants to stop. */
    static final class EndOfInputException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Asks each question that has no answer yet and has an effect.
     *
     * @param given the answers of the command line
     * @throws EndOfInputException at the end of the input
     */
    RootAnswers ask(RootAnswers given) throws IOException, EndOfInputException {
        RootAnswers answers = given;
        for (RootQuestion question : RootQuestion.values()) {
            if (!answers.has(question) && rootCreation.isAsked(answers, question)) {
                answers = ask(answers, question);
            }
        }
        return answers;
    }

    /** Asks until the answer is accepted. */
    private RootAnswers ask(RootAnswers answers, RootQuestion question) throws IOException, EndOfInputException {
        screen.println();
        if (!question.reason().isEmpty()) {
            screen.println(question.reason());
        }
        String suggestion = rootCreation.suggestion(answers, question);
        List<String> choices = List.of();
        while (true) {
            String typed = read(question.label() + (choices.isEmpty() ? "" : " or number") + " [" + suggestion + "]: ");
            String chosen = chosen(choices, typed);
            CheckedAnswer checked = rootCreation.check(
                    answers, question, chosen == null ? typed.isBlank() ? suggestion : typed : chosen);
            if (checked.answers() != null) {
                String value = String.valueOf(checked.answers().find(question));
                if (!value.equals(typed.strip())) {
                    screen.println("  " + value);
                }
                return checked.answers();
            }
            checked.reasons().forEach(reason -> screen.println("  " + reason));
            choices = checked.choices();
            for (int i = 0; i < choices.size(); i++) {
                screen.println("  " + (i + 1) + ") " + choices.get(i));
            }
        }
    }

    /** Returns the choice with the typed number; null if the text is no number of one. */
    private static @Nullable String chosen(List<String> choices, String typed) {
        String text = typed.strip();
        boolean number =
                text.matches("[0-9]{1,3}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= choices.size();
        return number ? choices.get(Integer.parseInt(text) - 1) : null;
    }

    /**
     * Asks for a yes or a no.
     *
     * @throws EndOfInputException at the end of the input
     */
    boolean confirm(String question) throws IOException, EndOfInputException {
        while (true) {
            String typed = read(question + " [y/N]: ").strip();
            if (typed.equalsIgnoreCase("y") || typed.equalsIgnoreCase("yes")) {
                return true;
            }
            if (typed.isEmpty() || typed.equalsIgnoreCase("n") || typed.equalsIgnoreCase("no")) {
                return false;
            }
            screen.println("  write y or n");
        }
    }

    private String read(String prompt) throws IOException, EndOfInputException {
        screen.print(prompt);
        screen.flush();
        String line = keyboard.readLine();
        if (line == null) {
            screen.println();
            screen.flush();
            throw new EndOfInputException();
        }
        return line;
    }
}
