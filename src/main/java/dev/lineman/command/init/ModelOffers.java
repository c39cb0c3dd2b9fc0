package dev.lineman.command.init;

import java.util.List;

/**
 * What the template of a model uses of the values for a new root, and which site templates there are. Immutable.
 *
 * @param timezone whether it offers a choice of the time zone
 * @param language whether it offers a choice of the language
 * @param adminPassword whether it reads the variable {@code admin_password}
 * @param siteTemplates the names of all site templates, sorted
 */
record ModelOffers(boolean timezone, boolean language, boolean adminPassword, List<String> siteTemplates) {
    ModelOffers {
        siteTemplates = List.copyOf(siteTemplates);
    }
}
