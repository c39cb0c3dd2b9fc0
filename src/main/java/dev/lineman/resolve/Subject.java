package dev.lineman.resolve;

import dev.lineman.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What something is rendered for, a phone or a site: its values in both dialects, and what looking them up told. */
public interface Subject extends Names {

    /** The values as templates in Velocity see them. */
    Map<String, Object> model();

    /** The same values; what is looked up through these is no fact and no problem of the subject. */
    Names unnoted();

    /** What was looked up so far beyond the subject's own files. */
    Set<Fact> facts();

    /** What is wrong with the values that were looked up so far. */
    List<Problem> problems();

    /** The secrets that the subject's files hold, whether or not a template reads them. */
    Set<String> heldSecrets();

    /** How often a look-up came upon something that is wrong: where this grows, a file was made of what is wrong. */
    int complaints();
}
