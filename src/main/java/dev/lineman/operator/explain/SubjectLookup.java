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

/** Finds what somebody asks about: a file, a MAC or an extension. */
public final class SubjectLookup {
    /** So many phones that share one file are explained. */
    private static final int MAX_PHONES = 3;

    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(?:[:.\\- ]?[0-9a-f]{2}){5}");
    private static final Pattern URL = Pattern.compile("[A-Za-z]+://[^/]*(/[^?#]*).*");
    private final State state;
    private final Explainer explainer;

    public SubjectLookup(State state, Explainer explainer) {
        this.state = state;
        this.explainer = explainer;
    }

    /** What is called so; empty when nothing is. */
    public FoundSubjects find(String asked) {
        String mac = mac(asked);
        if (mac != null && state.inputs().inventory().macs().contains(mac)) {
            return new FoundSubjects(phones(Set.of(mac)), 0);
        }
        List<Explanation> extensions = extension(asked.strip());
        return extensions.isEmpty() ? file(asked.strip()) : new FoundSubjects(extensions, 0);
    }

    /**
     * What is known of what somebody asks about.
     *
     * @param morePhones how many phones besides have the same file
     */
    public record FoundSubjects(List<Explanation> explanations, int morePhones) {
        public FoundSubjects {
            explanations = List.copyOf(explanations);
        }
    }

    /** A MAC in 12 lower-case hex digits, however it is written; null when it is none. */
    public static @Nullable String mac(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        return MAC.matcher(lower).matches() ? lower.replaceAll("[^0-9a-f]", "") : null;
    }

    /** What somebody may have meant; best first. */
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
        near.addAll(mac == null ? List.of() : NearestName.find(mac, inventory.macs(), 2));
        return near;
    }

    private List<Explanation> phones(Set<String> macs) {
        List<Explanation> about = new ArrayList<>();
        for (String mac : new TreeSet<>(macs)) {
            Explanation phone = explainer.phone(mac);
            if (phone != null) {
                about.add(phone);
            }
        }
        return about;
    }

    /** The phones of a number, or of a site and a number; the extension itself where it has none. */
    private List<Explanation> extension(String asked) {
        Inventory inventory = state.inputs().inventory();
        int slash = asked.lastIndexOf('/');
        List<Explanation> about = new ArrayList<>();
        for (String site : new TreeSet<>(inventory.sites())) {
            boolean meant = slash < 0 || asked.substring(0, slash).equalsIgnoreCase(site);
            ExtensionKey key = new ExtensionKey(site, asked.substring(slash + 1));
            for (Account extension : meant ? inventory.extensions(key) : List.<Account>of()) {
                Set<String> macs = inventory.macsOf(key);
                if (macs.isEmpty()) {
                    about.add(explainer.extension(extension, site));
                } else {
                    phones(macs).stream()
                            .filter(phone -> !about.contains(phone))
                            .forEach(about::add);
                }
            }
        }
        return about;
    }

    private FoundSubjects file(String asked) {
        for (String name : names(asked)) {
            Set<String> macs = new LinkedHashSet<>();
            List<Explanation> about = new ArrayList<>();
            for (Output output : state.outputIndex().claims(name)) {
                if (TargetKey.isSite(output.targetKey())) {
                    about.add(explainer.site(output.targetKey()));
                } else if (TargetKey.isStatic(output.targetKey())) {
                    about.add(explainer.file(output));
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
                        about.add(phone);
                    }
                }
            }
            if (!about.isEmpty()) {
                return new FoundSubjects(about, more);
            }
        }
        return new FoundSubjects(unpublishedFile(asked), 0);
    }

    /** A file that bears its phone's MAC and that could not be made. */
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

    /** The phones that make a file; looks at all there are, since a file of many names one. */
    private Set<String> phonesSharing(String name) {
        Set<String> macs = new LinkedHashSet<>();
        for (BuildTarget buildTarget : state.outputIndex().targets()) {
            boolean phone = !TargetKey.isSite(buildTarget.key()) && !TargetKey.isStatic(buildTarget.key());
            if (phone
                    && buildTarget.outputs().stream()
                            .anyMatch(output -> FileNames.fold(output.path()).equals(name))) {
                macs.add(buildTarget.key());
            }
        }
        return macs;
    }

    /** The names (folded) that somebody may mean: as it lies below the root or {@code out/}, or as phones ask for it. */
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
