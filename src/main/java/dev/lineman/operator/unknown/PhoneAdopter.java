package dev.lineman.operator.unknown;

import org.jspecify.annotations.Nullable;

/**
 * Adopts phones for the operator's page. Its methods return soon: they do longer work on a thread of its own, one piece at a
 * time. Thread-safe.
 */
public interface PhoneAdopter {
    /**
     * Returns the form for a MAC of 12 lower-case hex digits, with what is known of the phone.
     *
     * @param input the values that the user gave; null for the proposed ones
     */
    AdoptionForm form(String mac, @Nullable AdoptionInput input);

    /** Makes the file and the plan, and writes nothing. */
    AdoptionStep propose(AdoptionInput input);

    /**
     * Writes the file if the proposal is still the same.
     *
     * @param digest of the proposal that the user confirmed
     */
    AdoptionStep write(AdoptionInput input, String digest);

    /** Returns the file that was written for a MAC and may not be published yet; null if there is none. */
    @Nullable
    AdoptionProposal written(String mac);
}
