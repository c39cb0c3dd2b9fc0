package dev.lineman.command;

import dev.lineman.build.MountRecord;
import dev.lineman.build.make.FolderNames;
import dev.lineman.command.csv.CsvImport;
import dev.lineman.command.csv.NewExtension;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.VisitStore;
import dev.lineman.template.Catalog;
import dev.lineman.template.TemplateMatch;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a phone known that asked for its file and that nobody has: writes the extension that it is for. */
public final class PhoneAdoption {
    private static final String PASSWORD = ExtensionField.AUTH_PASSWORD.key();
    private final AdoptionRequest request;
    private final Inventory inventory;
    private final Catalog catalog;
    private final LayerStack defaults;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    private PhoneAdoption(AdoptionRequest order, List<FileChange> changes) {
        this.request = order;
        this.inventory = Inventory.empty().with(changes);
        Catalog templates = Catalog.EMPTY;
        for (FileChange change : changes) {
            templates = templates.with(change.path(), change.after());
        }
        this.catalog = templates;
        this.defaults = inventory.defaultsOf(order.folder());
    }

    /**
     * Who is to be adopted, and how.
     *
     * @param mac 12 lower-case hex digits
     * @param model null when the phone's User-Agent is to tell
     * @param folder below the root, for the new file
     * @param details the extension's, by their keys, as far as they are known
     * @param dryRun whether nothing is to be written
     */
    public record AdoptionRequest(
            String mac,
            String number,
            @Nullable String model,
            String folder,
            Map<String, String> details,
            boolean dryRun) {
        public AdoptionRequest {
            details = Map.copyOf(details);
        }
    }

    /**
     * Writes the file of an extension with this phone, unless something is in the way. Replaces nothing.
     *
     * @throws CannotStartException when nothing can be read or written
     */
    public static CommandResult adopt(Settings settings, RuntimeContext runtimeContext, AdoptionRequest order)
            throws CannotStartException {
        Snapshot last = Snapshot.empty().with(new MountRecord(settings.out()).read());
        ScanResult scanResult =
                Workspace.scanner(settings, runtimeContext).scan(last, List.of(new Hint.FullScanHint()));
        List<Problem> unseen = scanResult.snapshot().mounts().problems().stream()
                .filter(problem -> !(problem.at().file() + '/').startsWith(FolderNames.STATIC))
                .toList();
        if (!unseen.isEmpty()) {
            return new CommandResult(
                    unseen,
                    List.of("nothing was written: the phone or its extension may be in files that are not mounted"));
        }
        PhoneAdoption phoneAdoption = new PhoneAdoption(order, scanResult.changes());
        List<CsvImport.NewFile> files = phoneAdoption.files(settings);
        if (!files.isEmpty() && !order.dryRun()) {
            CsvExchange.writeFiles(settings, files);
        }
        return new CommandResult(phoneAdoption.problems, phoneAdoption.lines);
    }

    private List<CsvImport.NewFile> files(Settings settings) {
        NewExtension newExtension = new NewExtension(request.number());
        String path = newExtension.path(request.folder());
        Phone phone = inventory.phone(request.mac());
        if (phone != null) {
            problems.add(Problem.error(
                    phone.first().phonePosition(),
                    "phone " + request.mac() + " is that of extension "
                            + phone.first().number() + " already"));
            return List.of();
        }
        String model = model(settings, path);
        if (!problems.isEmpty()) {
            return List.of();
        }
        String site = defaults.text("site");
        List<Account> same = inventory.extensions(new ExtensionKey(site == null ? "" : site, request.number()));
        if (!same.isEmpty()) {
            explainManualEdit(same.get(0), model);
            return List.of();
        }
        List<String> open = addRequiredValues(newExtension, path);
        newExtension.set("mac", request.mac());
        if (model != null) {
            newExtension.set("model", model);
        }
        CsvImport.ImportResult result =
                newExtension.file(request.folder(), inventory, file -> CsvExchange.obstacle(settings, file, false));
        problems.addAll(result.problems());
        for (CsvImport.NewFile file : result.files()) {
            lines.add((request.dryRun() ? "would write " : "wrote ") + file.path());
            file.content().lines().forEach(line -> lines.add("  " + line));
            lines.addAll(open);
        }
        return result.files();
    }

    /** The model to write; null when the defaults give it, or when it cannot be told. */
    private @Nullable String model(Settings settings, String path) {
        String given = defaults.text("model");
        String model = request.model() == null ? reportedModel(settings) : request.model();
        if (model == null || model.isEmpty()) {
            if (given == null) {
                problems.add(Problem.error(
                        Position.of(path),
                        "nothing tells the model of phone " + request.mac() + "; name it with --model"));
            }
            return null;
        }
        TemplateMatch match = catalog.find(model);
        if (match instanceof TemplateMatch.NoMatch missing) {
            String near = missing.nearest().stream().map(one -> "'" + one + "'").collect(Collectors.joining(", "));
            problems.add(Problem.error(
                    Position.of(path),
                    "no template below templates/phones is for model '" + model + "'"
                            + (near.isEmpty() ? "" : "; the nearest are " + near) + "; name another with --model"));
        }
        return model.equals(given) ? null : model;
    }

    /** What the phone said that it is, when it asked. */
    private @Nullable String reportedModel(Settings settings) {
        return VisitStore.load(settings.visitsFolder()).unknownPhones(mac -> false).stream()
                .filter(unknownPhone -> unknownPhone.mac().equals(request.mac()))
                .map(UnknownPhone::model)
                .findFirst()
                .orElse(null);
    }

    /** Gives what a phone needs and the defaults do not; returns what is left to do, for people. */
    private List<String> addRequiredValues(NewExtension newExtension, String path) {
        Map<String, String> details = new LinkedHashMap<>(request.details());
        details.putIfAbsent("auth_id", request.number());
        List<String> empty = new ArrayList<>();
        for (String key : ExtensionField.keys(field -> field.isRequired() && field.isDetail() && !field.isSecret())) {
            String text = details.get(key);
            if (text != null && !text.equals(defaults.text(key))) {
                newExtension.set(key, text);
            } else if (text == null && defaults.get(key) == null) {
                newExtension.set(key, "");
                empty.add(key);
            }
        }
        List<String> open = new ArrayList<>();
        if (!empty.isEmpty()) {
            open.add("to do: fill in " + String.join(", ", empty) + " in " + path);
        }
        if (defaults.get(PASSWORD) == null) {
            String secret = PASSWORD + '_' + request.number();
            newExtension.setSecretReference(PASSWORD, secret);
            open.add("to do: put '" + secret + ": PASSWORD' into the file of secrets; the phone gets nothing before");
        }
        return open;
    }

    /** A file that people write is theirs: the lines are told, not added. */
    private void explainManualEdit(Account extension, @Nullable String model) {
        problems.add(Problem.error(
                extension.position(),
                "extension " + extension.number() + " has a file already, which is not changed: add the phone there"));
        lines.add("to add to " + extension.file() + ", or to 'phones' where it has one already:");
        lines.add("phone:");
        lines.add("  mac: " + request.mac());
        if (model != null) {
            lines.add("  model: '" + model.replace("'", "''") + "'");
        }
    }
}
