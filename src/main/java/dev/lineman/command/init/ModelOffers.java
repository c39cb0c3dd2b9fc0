package dev.lineman.command.init;

/**
 * What the template of a model uses of the values for a new root. Immutable.
 *
 * @param timezone whether it offers a choice of the time zone
 * @param language whether it offers a choice of the language
 * @param adminPassword whether it reads the variable {@code admin_password}
 */
record ModelOffers(boolean timezone, boolean language, boolean adminPassword) {}
