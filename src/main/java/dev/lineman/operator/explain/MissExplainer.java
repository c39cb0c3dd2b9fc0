package dev.lineman.operator.explain;

import dev.lineman.access.FileAccess;
import dev.lineman.build.State;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.fs.FileNames;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.operator.view.Explanation;
import dev.lineman.operator.view.MissReason;
import dev.lineman.problem.ListPhrase;
import dev.lineman.serve.visits.MissedRequest;
import dev.lineman.serve.visits.Visit;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.template.TemplateMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explains why a phone did not get the names that it asked for: another model, another folder, no file. {@link
 * Explainer} and the status page use it. The result depends on the newest state, so it changes when an input does.
 * Thread-safe.
 */
public final class MissExplainer {
    /** Requests of one start of a phone are not further apart, in seconds. */
    private static final long ONE_START = 3600;

    /** Files or templates to name in one sentence. */
    private static final int MAX_NAMES = 3;

    private final VisitLog visits;
    private final FileNameForms forms = new FileNameForms();

    /** @param visits the missed requests and the visits of all phones */
    public MissExplainer(VisitLog visits) {
        this.visits = visits;
    }

    /**
     * A phone in one state.
     *
     * @param phone null if no readable extension names it
     * @param found its template; null if it has none
     * @param outputs its files
     * @param served when it was last served a file of its own, in seconds since 1970; 0 for never
     */
    private record MissingPhone(
            State state,
            @Nullable Phone phone,
            TemplateMatch.@Nullable MatchedTemplate found,
            List<Output> outputs,
            long served) {}

    /** Explains the missed requests of a phone, the most telling one of its last start first. */
    public List<Explanation.ExplainedMiss> explain(String mac, State state) {
        List<MissedRequest> requests = visits.missed(mac);
        if (requests.isEmpty()) {
            return List.of();
        }
        Phone phone = state.inputs().inventory().phone(mac);
        BuildTarget buildTarget = state.outputIndex().target(mac);
        MissingPhone missing = new MissingPhone(
                state,
                phone,
                phone == null ? null : Explainer.findTemplate(state, phone),
                buildTarget == null ? List.of() : buildTarget.outputs(),
                visits.of(mac).stream()
                        .filter(Visit::served)
                        .mapToLong(Visit::second)
                        .max()
                        .orElse(0));
        long newest = requests.stream().mapToLong(MissedRequest::last).max().orElse(0);
        return requests.stream()
                .map(request -> explain(request, missing, mac))
                .sorted(Comparator.comparing((Explanation.ExplainedMiss miss) ->
                                miss.request().last() < newest - ONE_START)
                        .thenComparing(Explanation.ExplainedMiss::reason)
                        .thenComparing(miss -> -miss.request().last()))
                .toList();
    }

    private Explanation.ExplainedMiss explain(MissedRequest request, MissingPhone missing, String mac) {
        String name = request.name();
        List<Output> claims = missing.state().outputIndex().claims(FileNames.fold(name));
        if (request.refused()) {
            return miss(request, MissReason.REFUSED, missing, List.of(refusal(name, claims, mac)));
        }
        if (!claims.isEmpty()) {
            return miss(request, MissReason.PUBLISHED_SINCE, missing, List.of());
        }
        List<String> advice = new ArrayList<>();
        MissReason reason = MissReason.OTHER_NAME;
        TemplateMatch.MatchedTemplate seen = seenModel(request, missing.state());
        boolean sameModel = seen != null && isModel(seen, missing.found());
        if (seen != null && missing.found() != null && !sameModel) {
            reason = MissReason.OTHER_MODEL;
            advice.add("The User-Agent is that of a " + seen.model() + ". If this is the phone, correct "
                    + askedModel(missing) + '.');
        }
        List<String> others = sameModel || missing.served() >= request.last() - ONE_START
                ? List.of()
                : forms.templates(name, mac, missing.state().inputs().catalog());
        boolean own = missing.found() == null
                || others.contains(missing.found().template().path());
        if (reason == MissReason.OTHER_NAME && !others.isEmpty() && !own) {
            reason = MissReason.OTHER_TEMPLATE;
            advice.add("Phones of " + listed(others) + " ask for such names. If this is one of them, correct "
                    + askedModel(missing) + '.');
        }
        MissReason folder = folderReason(name, missing, reason);
        if (folder != null) {
            reason = reason == MissReason.OTHER_NAME ? folder : reason;
            advice.add(folderAdvice(name, missing));
        }
        if (missing.outputs().isEmpty()) {
            reason = reason == MissReason.OTHER_NAME ? MissReason.NO_FILE : reason;
            advice.add("No file is published for this phone. Its problems say why.");
        }
        if (reason == MissReason.OTHER_NAME && missing.served() >= request.last() - ONE_START) {
            reason = MissReason.OPTIONAL;
            advice.add("The phone was served a file of its own at about that time, so this name may be optional.");
        }
        return miss(request, reason, missing, advice);
    }

    private static Explanation.ExplainedMiss miss(
            MissedRequest request, MissReason reason, MissingPhone missing, List<String> advice) {
        // A blank in a name could continue the sentence.
        String name = request.name().isEmpty()
                ? "a path that no file can have"
                : request.name().replace(" ", "%20");
        String text = switch (reason) {
            case REFUSED -> "asks for " + name + ", which it has no access to";
            case PUBLISHED_SINCE -> "asked for " + name + " before it was published";
            default -> "asks for " + name + ", which it does not have";
        };
        List<String> files = namesToShow(request.name(), missing);
        String own = files.isEmpty()
                ? "it has no file"
                : (files.size() == 1 ? "its file is " : "its files are ") + listed(files);
        return new Explanation.ExplainedMiss(request, reason, text + " (" + own + ')', advice);
    }

    /** The file of the phone with this name in another folder; without one, all its files. */
    private static List<String> namesToShow(String name, MissingPhone missing) {
        List<String> files =
                missing.outputs().stream().map(Output::path).distinct().toList();
        List<String> same = files.stream()
                .filter(file -> FileNames.fold(base(file)).equals(FileNames.fold(base(name))))
                .toList();
        return same.isEmpty() ? files : same;
    }

    private static String refusal(String name, List<Output> claims, String mac) {
        String key = claims.isEmpty() ? "" : claims.get(0).targetKey();
        boolean phone = !key.isEmpty() && TargetKey.isPhone(key);
        return phone && !key.equals(mac)
                ? "The file belongs to phone " + key + '.'
                : "'lineman explain " + name + "' says who may fetch it.";
    }

    /** The model that the User-Agent names, as a template has it; null if none has it, or several have. */
    private static TemplateMatch.@Nullable MatchedTemplate seenModel(MissedRequest request, State state) {
        String model = request.model();
        return !model.isEmpty() && state.inputs().catalog().find(model) instanceof TemplateMatch.MatchedTemplate seen
                ? seen
                : null;
    }

    private static boolean isModel(TemplateMatch.MatchedTemplate seen, TemplateMatch.@Nullable MatchedTemplate found) {
        return found != null
                && (ModelPattern.normalise(seen.model()).equals(ModelPattern.normalise(found.model()))
                        || ModelPattern.normalise(seen.ua()).equals(ModelPattern.normalise(found.ua())));
    }

    /** The key that selects the template, with its place. */
    private static String askedModel(MissingPhone missing) {
        LayerStack.LayerValue model =
                missing.phone() == null ? null : missing.phone().layers().get("model");
        return model == null ? "its 'model'" : "'model: " + model.value() + "' at " + model.position();
    }

    /** Whether the folder of a name is wrong. Null if it is right, or if the phone has no file to compare with. */
    private static @Nullable MissReason folderReason(String name, MissingPhone missing, MissReason reason) {
        String base = FileNames.fold(base(name));
        String folder = FileNames.fold(folder(name));
        boolean outside = name.startsWith("/");
        boolean ownName = missing.outputs().stream()
                .anyMatch(output -> FileNames.fold(base(output.path())).equals(base));
        boolean ownFolder = missing.outputs().stream()
                .anyMatch(output -> FileNames.fold(folder(output.path())).equals(folder));
        boolean telling = outside || ownName || (reason != MissReason.OTHER_NAME && !ownFolder);
        if (missing.outputs().isEmpty() || name.isEmpty() || !telling) {
            return null;
        }
        return outside ? MissReason.OUTSIDE : MissReason.OTHER_FOLDER;
    }

    /** Says what is wrong with the folder, and where the phone's URL must lead. */
    private static String folderAdvice(String name, MissingPhone missing) {
        Output own = missing.outputs().stream()
                .filter(output -> FileNames.fold(base(output.path())).equals(FileNames.fold(base(name))))
                .findFirst()
                .orElse(missing.outputs().get(0));
        boolean token = !FileAccess.parseRule(own.access()).token().isEmpty();
        String rest = folder(own.path()).substring(FolderNames.PROVISIONING.length());
        String url = '/' + FolderNames.PROVISIONING + (token ? "TOKEN/" : "") + rest;
        String inside =
                folder(name).replaceFirst("^" + FolderNames.PROVISIONING, "").replaceFirst("/$", "");
        String wrong;
        if (name.startsWith("/")) {
            wrong = "The path is not below the agent's '--path'.";
        } else if (missing.state().inputs().inventory().sites().stream()
                .anyMatch(site -> !site.isEmpty() && site.equalsIgnoreCase(inside))) {
            wrong = "'" + inside + "' is the folder of another site.";
        } else if ((inside + '/').startsWith(FolderNames.PROVISIONING)) {
            wrong = "The path has '/" + FolderNames.PROVISIONING
                    + "' twice. By TFTP and at '--cisco-port', leave it out.";
        } else if (inside.isEmpty()) {
            wrong = "The path has no folder.";
        } else {
            wrong = "'" + inside + "' is not the folder of this phone.";
        }
        return wrong + " The provisioning URL of the phone must end in " + url + " ('--path' replaces /"
                + FolderNames.PROVISIONING + ").";
    }

    private static String base(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static String folder(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private static String listed(List<String> names) {
        return ListPhrase.and(names, MAX_NAMES);
    }
}
