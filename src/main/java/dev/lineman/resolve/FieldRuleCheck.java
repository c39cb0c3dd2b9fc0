package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.AccountField;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.header.FieldRule;
import dev.lineman.template.header.Header;

/**
 * Compares the fields of extensions with what a template declares that its files can hold. Problems go to the resolver;
 * none of them has the value. For one phone or site, by one thread.
 */
final class FieldRuleCheck {
    private final Header header;
    private final ReferenceResolver referenceResolver;

    FieldRuleCheck(Header header, ReferenceResolver referenceResolver) {
        this.header = header;
        this.referenceResolver = referenceResolver;
    }

    /**
     * Checks the accounts of a phone. A phone without a correct number, credential or address cannot register, so a wrong
     * one is a blocking problem. A name is only shown, so it is a warning.
     */
    void checkPhone(Phone phone) {
        for (FieldRule rule : header.fieldRules().values()) {
            phone.accounts().forEach(account -> {
                LayerStack.LayerValue found = account.layers().get(rule.field().key());
                if (found != null && rule.field() != ExtensionField.NUMBER && !isHeld(rule, found)) {
                    referenceResolver.report(
                            rule.field().isShownOnly()
                                    ? Problem.warning(
                                            found.position(), message(rule, "the phone may show it differently"))
                                    : Problem.blocking(
                                            found.position(), message(rule, "the phone keeps its last good file")));
                }
            });
        }
    }

    /** Whether the files of a site can hold the number of an extension; if not, the extension is left out. */
    boolean holdsNumber(Account extension) {
        FieldRule rule = header.fieldRules().get(ExtensionField.EXTENSION);
        if (rule == null || rule.allows(extension.number())) {
            return true;
        }
        referenceResolver.report(
                Problem.error(extension.position(), message(rule, "this extension is left out of its files")));
        return false;
    }

    /** Whether the template declares which numbers of extensions its files can hold. */
    boolean concernsNumbers() {
        return header.fieldRules().containsKey(ExtensionField.EXTENSION);
    }

    /** The text of a field of an account; empty if the files of a site cannot hold it. */
    String text(AccountField field, Account account) {
        boolean held = true;
        for (ExtensionField source : field.sources()) {
            held &= holdsField(source, account);
        }
        return held ? referenceResolver.text(field, account) : "";
    }

    /** Whether the files of a site can hold a field of an extension; if not, its text is left out. Names stay. */
    private boolean holdsField(ExtensionField field, Account extension) {
        FieldRule rule = header.fieldRules().get(field);
        LayerStack.LayerValue found = extension.layers().get(field.key());
        if (rule == null || found == null || field == ExtensionField.EXTENSION || isHeld(rule, found)) {
            return true;
        }
        referenceResolver.report(
                field.isShownOnly()
                        ? Problem.warning(found.position(), message(rule, "its files may show it differently"))
                        : Problem.error(found.position(), message(rule, "it is left out of its files")));
        return field.isShownOnly();
    }

    private boolean isHeld(FieldRule rule, LayerStack.LayerValue found) {
        ResolvedValue value = rule.field().isShownOnly()
                ? referenceResolver.followName(found)
                : referenceResolver.follow(found, rule.field().isSecret());
        return value == null || referenceResolver.isAssumed(value.text()) || rule.allows(value.text());
    }

    private static String message(FieldRule rule, String consequence) {
        return rule.objection("this '" + rule.field().key() + "'", consequence);
    }
}
