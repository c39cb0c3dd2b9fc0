package dev.lineman.operator.explain;

import dev.lineman.access.RequestedMac;
import dev.lineman.build.State;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.fs.FileNames;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.operator.explain.contact.ContactExplainer;
import dev.lineman.operator.view.Explanation;
import dev.lineman.problem.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the subject that a user asks about and explains it: a phone by its MAC, an extension by its number, a contact by
 * its number or name, or a file by its path or URL. For {@code explain}. For one state, by one thread.
 */
public final class SubjectLookup {
    /** How many phones that share one file are explained. */
    private static final int MAX_PHONES = 3;

    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(?:[:.\\- ]?[0-9a-f]{2}){5}");

    /** A URL; its first group is the path. */
    private static final Pattern URL = Pattern.compile("[A-Za-z]+://[^/]*(/[^?#]*).*");

    private final State state;
    private final Explainer explainer;

    public SubjectLookup(State state, Explainer explainer) {
        this.state = state;
        this.explainer = explainer;
    }

    /**
     * Explains the subject with this name. The result is empty if there is none.
     *
     * @param asked a MAC, a number, {@code site/number}, a path or a URL; for contacts, also a name
     */
    public FoundSubjects find(String asked) {
        String mac = mac(asked);
        if (mac != null && state.inputs().inventory().macs().contains(mac)) {
            return new FoundSubjects(phones(Set.of(mac)), 0);
        }
        List<Explanation> people = extension(asked.strip());
        ContactExplainer.FoundContacts contacts = new ContactExplainer(state).find(asked);
        people.addAll(contacts.explanations());
        return people.isEmpty() ? file(asked.strip()) : new FoundSubjects(people, contacts.more());
    }

    /**
     * The subjects of a name.
     *
     * @param explanations one for each subject
     * @param more how many further phones have the same file, or how many further contacts there are
     */
    public record FoundSubjects(List<Explanation> explanations, int more) {
        public FoundSubjects {
            explanations = List.copyOf(explanations);
        }
    }

    /** Returns a MAC in any notation as 12 lower-case hex digits; null if the text is not a MAC. */
    public static @Nullable String mac(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        return MAC.matcher(lower).matches() ? lower.replaceAll("[^0-9a-f]", "") : null;
    }

    /** Names that are similar to an unknown one, the best first. */
    public List<String> suggestions(String asked) {
        Set<String> numbers = new TreeSet<>();
        Inventory inventory = state.inputs().inventory();
        inventory.sites().forEach(site -> numbers.addAll(inventory.numbers(site)));
        List<String> near = new ArrayList<>(NearestName.find(asked, numbers, 2));
        near.addAll(NearestName.find(
                FileNames.fold(FolderNames.PROVISIONING + asked),
                state.outputIndex().names(),
                2));
        String mac = mac(asked);
        near.addAll(NearestName.find(asked, new ContactExplainer(state).names(), 2));
        near.addAll(mac == null ? List.of() : NearestName.find(mac, inventory.macs(), 2));
        return near;
    }

    private List<Explanation> phones(Set<String> macs) {
        List<Explanation> explanations = new ArrayList<>();
        for (String mac : new TreeSet<>(macs)) {
            Explanation phone = explainer.phone(mac);
            if (phone != null) {
                explanations.add(phone);
            }
        }
        return explanations;
    }

    /** The phones with a number, or with a site and a number. An extension without a phone is explained itself. */
    private List<Explanation> extension(String asked) {
        Inventory inventory = state.inputs().inventory();
        int slash = asked.lastIndexOf('/');
        List<Explanation> explanations = new ArrayList<>();
        for (String site : new TreeSet<>(inventory.sites())) {
            boolean meant = slash < 0 || asked.substring(0, slash).equalsIgnoreCase(site);
            ExtensionKey key = new ExtensionKey(site, asked.substring(slash + 1));
            for (Account extension : meant ? inventory.extensions(key) : List.<Account>of()) {
                Set<String> macs = inventory.macsOf(key);
                if (macs.isEmpty()) {
                    explanations.add(explainer.extension(extension, site));
                } else {
                    phones(macs).stream()
                            .filter(phone -> !explanations.contains(phone))
                            .forEach(explanations::add);
                }
            }
        }
        return explanations;
    }

    /** The targets that make a file. The first possible name that any target claims is the file. */
    private FoundSubjects file(String asked) {
        for (String name : names(asked)) {
            Set<String> macs = new LinkedHashSet<>();
            List<Explanation> explanations = new ArrayList<>();
            for (Output output : state.outputIndex().claims(name)) {
                if (TargetKey.isSite(output.targetKey())) {
                    explanations.add(explainer.site(output.targetKey()));
                } else if (TargetKey.isStatic(output.targetKey())) {
                    explanations.add(explainer.file(output));
                } else {
                    macs.add(output.targetKey());
                }
            }
            int more = 0;
            if (!macs.isEmpty()) {
                macs.addAll(phonesSharing(name));
                more = Math.max(0, macs.size() - MAX_PHONES);
                for (String mac : new TreeSet<>(macs).stream().limit(MAX_PHONES).toList()) {
                    Explanation phone = explainer.phone(mac, name);
                    if (phone != null) {
                        explanations.add(phone);
                    }
                }
            }
            if (!explanations.isEmpty()) {
                return new FoundSubjects(explanations, more);
            }
        }
        return new FoundSubjects(unpublishedFile(asked), 0);
    }

    /** The phone of a file that could not be made. Its MAC is in the file name. */
    private List<Explanation> unpublishedFile(String asked) {
        String mac = RequestedMac.find(asked, 0, new PhoneLookup(() -> state));
        if (mac == null) {
            return List.of();
        }
        for (String name : names(asked)) {
            Explanation.PhoneExplanation phone = explainer.phone(mac, name);
            if (phone != null && !phone.files().isEmpty()) {
                return List.of(phone);
            }
        }
        return List.of();
    }

    /** The phones that make a file. It searches all phones, since the index names only one phone of a shared file. */
    private Set<String> phonesSharing(String name) {
        Set<String> macs = new LinkedHashSet<>();
        for (BuildTarget buildTarget : state.outputIndex().targets()) {
            boolean phone = TargetKey.isPhone(buildTarget.key());
            if (phone
                    && buildTarget.outputs().stream()
                            .anyMatch(output -> FileNames.fold(output.path()).equals(name))) {
                macs.add(buildTarget.key());
            }
        }
        return macs;
    }

    /**
     * The possible folded names of a file, the best first. A user may give a path below the root, a path below {@code
     * out/}, or the path of a request.
     */
    private static Set<String> names(String asked) {
        String path =
                URL.matcher(asked).replaceFirst("$1").replaceAll("[?#].*", "").replaceAll("^(\\./)+", "");
        path = path.replaceAll("/{2,}", "/");
        int out = path.lastIndexOf("out/");
        String below = out == 0 || (out > 0 && path.charAt(out - 1) == '/') ? path.substring(out + 4) : path;
        String bare = below.startsWith("/") ? below.substring(1) : below;
        Set<String> names = new LinkedHashSet<>();
        names.add(FileNames.fold(bare));
        names.add(FileNames.fold(FolderNames.PROVISIONING + bare));
        // Where phones look below another path, or below a token, a file's own name comes last all the same.
        for (int slash = bare.indexOf('/'); slash >= 0; slash = bare.indexOf('/', slash + 1)) {
            names.add(FileNames.fold(FolderNames.PROVISIONING + bare.substring(slash + 1)));
        }
        return names;
    }
}
