package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Handset;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.resolve.option.OptionSelection;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.resolve.variable.VariableValues;
import dev.lineman.template.header.Header;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of the lines of one phone: the fields of their accounts, and what the template marks with {@code
 * scope="line"}. Part of {@link PhoneValues}. Not thread-safe.
 */
final class LineValues {
    private final Phone phone;
    private final Header header;
    private final OptionSelection selection;
    private final VariableValues variableValues;
    private final ReferenceResolver referenceResolver;

    LineValues(
            Phone phone,
            Header header,
            OptionSelection selection,
            VariableValues variableValues,
            ReferenceResolver referenceResolver) {
        this.phone = phone;
        this.header = header;
        this.selection = selection;
        this.variableValues = variableValues;
        this.referenceResolver = referenceResolver;
    }

    /**
     * The value of a line, such as {@code ext_auth_id_02}, {@code ext_02_enabled} or {@code ext_sip_port_02}. A line
     * without an account has empty values.
     *
     * @param name in lower case
     * @return null if the name is no value of a line, or has no value
     */
    @Nullable
    ResolvedValue placeholder(String name) {
        LinePlaceholder read = LinePlaceholder.parse(name, this::isOfLine);
        if (read == null) {
            return null;
        }
        int index = indexOf(read.line());
        if (read.variable() != null) {
            return index < 0 ? ResolvedValue.derived("") : value(index, read.variable());
        }
        // A line without an account is valid: templates list all lines of a model.
        Header.SwitchTexts words = header.accountEnabled();
        ExtensionField field = read.field();
        if (field == null) {
            return ResolvedValue.derived(index < 0 ? words.off() : words.on());
        }
        if (index < 0) {
            return ResolvedValue.derived("");
        }
        Account account = phone.accounts().get(index);
        return switch (field) {
            case EXTENSION -> ResolvedValue.derived(account.number());
            case NUMBER ->
                ResolvedValue.derived(String.valueOf(Handset.of(account).number()));
            case IPUI -> ResolvedValue.derived(Handset.of(account).ipui());
            case NAME -> ResolvedValue.derived(Handset.of(account).name());
            default -> field(account, field);
        };
    }

    /**
     * The layers that give the value of a placeholder; null if the placeholder reads no variable of a line, or the line has
     * no account.
     */
    @Nullable
    LayerStack layers(String name) {
        Phone line = line(name);
        return line == null ? null : line.layers();
    }

    /**
     * A phone with only the line that a placeholder reads; null if the placeholder reads no variable of a line, or the line
     * has no account.
     */
    @Nullable
    Phone line(String name) {
        LinePlaceholder read = LinePlaceholder.parse(name, this::isOfLine);
        int index = read == null || read.variable() == null ? -1 : indexOf(read.line());
        if (index < 0) {
            return null;
        }
        LayerStack layers = phone.lineLayers().get(index);
        return new Phone(
                phone.mac(),
                phone.site(),
                List.of(phone.accounts().get(index)),
                layers,
                List.of(layers),
                phone.bases(),
                phone.conflicts());
    }

    /** The index of the account on a line; -1 if there is none. */
    private int indexOf(int line) {
        for (int i = phone.accounts().size() - 1; i >= 0; i--) {
            if (phone.accounts().get(i).line() == line) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The value of a name that each line has for itself.
     *
     * @param account its index among the accounts of the phone
     * @param name in lower case
     * @return null if the name has no value
     */
    @Nullable
    ResolvedValue value(int account, String name) {
        return variableValues.value(name, phone.lineLayers().get(account), selection.ofLine(account));
    }

    /** Whether each line has its own value of a name, which is in lower case. */
    boolean isOfLine(String name) {
        return names().contains(name);
    }

    /** The names of which each line has its own value, in lower case. */
    Set<String> names() {
        return header.lineNames();
    }

    /**
     * The value of an account's field. Without a value, a label is the number, a name is empty, and any other field
     * is null.
     */
    @Nullable
    ResolvedValue field(Account account, ExtensionField field) {
        LayerStack.LayerValue found = account.layers().get(field.key());
        if (!field.isShownOnly()) {
            return found == null ? null : referenceResolver.follow(found, field.isSecret());
        }
        ResolvedValue shown = found == null ? null : referenceResolver.followName(found);
        return shown == null ? ResolvedValue.derived(field == ExtensionField.LABEL ? account.number() : "") : shown;
    }
}
