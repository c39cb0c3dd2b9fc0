package dev.lineman.operator.view;

import dev.lineman.build.report.WaitReason;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.serve.visits.UnknownPhone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator may ask the running agent. It is answered as of now, or a moment ago. Thread-safe. */
public interface FleetView {

    /** Whether the inputs have been published since the start, and all problems of that publication are known. */
    boolean ready();

    /** What the agent waits for now. */
    List<WaitReason> waiting();

    /** The fleet at a glance. */
    FleetOverview overview();

    /** The phones that match. */
    PhoneQuery.PhoneQueryResult phones(PhoneQuery query);

    /** The phone of a MAC (12 lower-case hex digits); null when nobody has it. */
    @Nullable
    PhoneStatus phone(String mac);

    /** What is in a file of a phone. */
    FileText text(PhoneFile file);

    /** Why the files of a phone are as they are; null when that cannot be told. */
    Explanation.@Nullable PhoneExplanation explanation(String mac);

    /** All problems in order, as people are told of them. */
    List<Problem> problems();

    /** The line that a problem is at, with dots in place of whatever may be a secret; null when it cannot be shown. */
    @Nullable
    String excerpt(Position at);

    /** Who asked for a file of a MAC that nobody has, the last one first. */
    List<UnknownPhone> unknownPhones();
}
