package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.DectBase;
import dev.lineman.inventory.Handset;
import dev.lineman.inventory.Phone;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.model.ModelField;
import org.jspecify.annotations.Nullable;

/** Warns of handsets and bases in extension files that the phone's model does not have. Part of {@link PhoneValues}. Not thread-safe. */
final class DectCheck {
    /** The feature of a model whose template tells the base the identities of its handsets. */
    private static final String IPUI = "ipui";

    private final Phone phone;
    private final TemplateMatch.MatchedTemplate model;
    private final ReferenceResolver referenceResolver;

    DectCheck(Phone phone, TemplateMatch.MatchedTemplate model, ReferenceResolver referenceResolver) {
        this.phone = phone;
        this.model = model;
        this.referenceResolver = referenceResolver;
    }

    /** Reports what has no effect. */
    void check() {
        Integer handsets = model.entry().number(ModelField.HANDSETS);
        for (Account account : phone.accounts()) {
            if (Handset.isGiven(account)) {
                check(Handset.of(account), handsets);
            }
        }
        if (!phone.bases().isEmpty()) {
            checkBases(model.entry().number(ModelField.BASES));
        }
    }

    private void check(Handset handset, @Nullable Integer handsets) {
        if (handsets == null) {
            warn(handset, noBase("handset"));
        } else if (handset.number() > handsets) {
            warn(
                    handset,
                    "handset " + handset.number() + " has no effect on " + model.model() + ", which has "
                            + (handsets == 0 ? "no handsets" : handsets == 1 ? "1 handset" : handsets + " handsets")
                            + "; remove it"
                            + (handsets == 0 ? "" : ", or give it another number"));
        } else if (!handset.ipui().isEmpty()
                && model.entry().value(ModelField.FEATURES) != null
                && !model.entry().texts(ModelField.FEATURES).contains(IPUI)) {
            warn(
                    handset,
                    "'ipui' has no effect on " + model.model()
                            + ", whose template does not tell the base which handset has which number; remove it");
        }
    }

    private void warn(Handset handset, String message) {
        referenceResolver.report(Problem.warning(handset.at(), message));
    }

    /** The message for a key of DECT bases at a model that is not known as one, such as that of a desk phone. */
    private String noBase(String key) {
        return model.model() + " is not known as a DECT base, so '" + key
                + "' may have no effect: remove it, or choose the model of the base; if " + model.model()
                + " is a base, add 'handsets' to its entry below templates/models";
    }

    private void checkBases(@Nullable Integer bases) {
        if (bases == null) {
            DectBase second = phone.bases().get(Math.min(1, phone.bases().size() - 1));
            referenceResolver.report(Problem.warning(
                    second.at(),
                    model.entry().number(ModelField.HANDSETS) == null
                            ? noBase("bases")
                            : "whether " + model.model()
                                    + " works in a system of several bases is not known; add 'bases' to its entry"
                                    + " below templates/models, or remove 'bases'"));
        } else if (phone.bases().size() > bases) {
            referenceResolver.report(Problem.warning(
                    phone.bases()
                            .get(bases == 0 ? phone.bases().size() - 1 : bases)
                            .at(),
                    "this base has no effect: " + model.model()
                            + (bases < 2
                                    ? " works in no system of several bases"
                                    : " works in systems of up to " + bases + " bases")
                            + "; remove it"));
        }
    }
}
