package dev.lineman.render.content;

import dev.lineman.inventory.extension.BuiltInNames;
import dev.lineman.resolve.LinePlaceholder;
import dev.lineman.resolve.url.ProvisioningLink;
import dev.lineman.template.header.Header;
import dev.lineman.template.key.KeyKind;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The variables that a content or a template can read, whatever the values of a phone are. {@code build} warns of
 * variables in {@code vars} that are in none of these. Immutable.
 *
 * @param all whether it may read any variable, because it computes a name, or does not parse
 * @param ofPhone the names that it reads from the phone, in lower case
 * @param ofAccounts the names that it reads from single accounts or extensions, in lower case
 * @param fragments the paths of the fragments that it parses
 */
public record VariableReads(boolean all, Set<String> ofPhone, Set<String> ofAccounts, Set<String> fragments) {
    /** Reads no variable. */
    public static final VariableReads NONE = new VariableReads(false, Set.of(), Set.of(), Set.of());

    /** May read any variable. */
    public static final VariableReads ALL = new VariableReads(true, Set.of(), Set.of(), Set.of());

    public VariableReads {
        ofPhone = Set.copyOf(ofPhone);
        ofAccounts = Set.copyOf(ofAccounts);
        fragments = Set.copyOf(fragments);
    }

    /** Reads these variables of the phone, and nothing else. */
    public static VariableReads ofPhone(Set<String> names) {
        return new VariableReads(false, names, Set.of(), Set.of());
    }

    /**
     * The names that a person gives, for a phone template: neither the phone nor the template sets them. In lower case.
     *
     * @param header that of the template
     */
    public Set<String> givenNames(Header header) {
        Set<String> names = union(ofPhone, ofAccounts);
        Set<String> offered = header.names();
        offered.removeAll(header.settings().keySet());
        names.removeIf(name -> offered.contains(name)
                || BuiltInNames.contains(name)
                || !header.variableOf(name).equals(name)
                || ProvisioningLink.isName(name)
                || KeyKind.isName(name));
        return names;
    }

    /**
     * The same, with the variables that placeholders such as {@code ext_sip_port_02} read of one line among those of
     * accounts.
     *
     * @param lineNames the names of which each line has its own value, in lower case
     */
    public VariableReads withLines(Set<String> lineNames) {
        Set<String> phone = new TreeSet<>();
        Set<String> accounts = new TreeSet<>(ofAccounts);
        for (String name : ofPhone) {
            String variable = LinePlaceholder.variable(name, lineNames::contains);
            (variable == null ? phone : accounts).add(variable == null ? name : variable);
        }
        return new VariableReads(all, phone, accounts, fragments);
    }

    /**
     * These reads. The part of a URL counts as a read of the whole variable too.
     *
     * @param header the declarations of the template
     */
    public VariableReads withUrls(Header header) {
        return union(new VariableReads(all, urls(ofPhone, header), urls(ofAccounts, header), Set.of()));
    }

    private static Set<String> urls(Set<String> names, Header header) {
        return names.stream().map(header::variableOf).collect(Collectors.toSet());
    }

    /** Everything that one of the two reads. */
    public VariableReads union(VariableReads other) {
        return new VariableReads(
                all || other.all,
                union(ofPhone, other.ofPhone),
                union(ofAccounts, other.ofAccounts),
                union(fragments, other.fragments));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> both = new TreeSet<>(some);
        both.addAll(others);
        return both;
    }
}
