package dev.lineman.operator.view;

import dev.lineman.build.report.WaitReason;
import dev.lineman.operator.unknown.UnknownPhoneStatus;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.serve.visits.UnknownPhone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can see of the running agent. The pages, the API and the metrics read it. Answers are as of now,
 * or a moment old. Thread-safe.
 */
public interface FleetView {

    /** Whether the inputs were published since the start, and all problems of that publication are known. */
    boolean ready();

    /** What the agent waits for now. */
    List<WaitReason> waiting();

    /** The fleet in numbers. */
    FleetOverview overview();

    /** The phones that match. */
    PhoneQuery.PhoneQueryResult phones(PhoneQuery query);

    /** The phone with a MAC of 12 lower-case hex digits; null if there is none. */
    @Nullable
    PhoneStatus phone(String mac);

    /** The text of a file of a phone, without its secrets. */
    FileText text(PhoneFile file);

    /** Why the files of a phone are as they are; null if no extension names the phone. */
    Explanation.@Nullable PhoneExplanation explanation(String mac);

    /** All problems, in the order in which users see them. */
    List<Problem> problems();

    /** The source line of a problem, with dots in place of secrets; null if it cannot be shown. */
    @Nullable
    String excerpt(Position at);

    /** The phones that asked for a file with a MAC that no extension names, the last one first. */
    List<UnknownPhone> unknownPhones();

    /** What is known of some unknown phones, in their order. */
    List<UnknownPhoneStatus> describe(List<UnknownPhone> phones);
}
