package dev.lineman.command.contact;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * The contacts of a table, a file of vCards or a directory. Immutable.
 *
 * @param name the name of the source in problems
 * @param contacts each with a name and a number
 * @param problems what is wrong in the source
 * @param comment the comment at the beginning of their file; may be empty
 */
public record ContactSource(String name, List<Contact> contacts, List<Problem> problems, String comment) {
    public ContactSource {
        contacts = List.copyOf(contacts);
        problems = List.copyOf(problems);
    }
}
