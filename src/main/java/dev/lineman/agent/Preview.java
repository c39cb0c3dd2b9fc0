package dev.lineman.agent;

import dev.lineman.access.Mac;
import dev.lineman.cycle.Cycle;
import dev.lineman.cycle.Production;
import dev.lineman.cycle.Rehearsal;
import dev.lineman.cycle.State;
import dev.lineman.disk.Contents;
import dev.lineman.disk.Digest;
import dev.lineman.disk.FileName;
import dev.lineman.explain.FileSecrets;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.ExtensionField;
import dev.lineman.inventory.Phone;
import dev.lineman.plan.Belongings;
import dev.lineman.plan.Difference;
import dev.lineman.plan.Difference.Side;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Output;
import dev.lineman.plan.Page;
import dev.lineman.plan.Plan;
import dev.lineman.problem.Problem;
import dev.lineman.publish.Entry;
import dev.lineman.publish.Publication;
import dev.lineman.publish.Showcase;
import dev.lineman.recall.Remembered;
import dev.lineman.render.Masks;
import dev.lineman.render.Renderer;
import dev.lineman.source.NoSuchRevision;
import dev.lineman.source.Scan;
import dev.lineman.source.Source;
import dev.lineman.source.StaticFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the inputs would change, file by file: the very cycle that would do it, publishing nowhere. */
public final class Preview {
    /** What an extension has for itself, as a rule. */
    private static final List<ExtensionField> OWN = List.of(
            ExtensionField.EXTENSION,
            ExtensionField.FIRST_NAME,
            ExtensionField.LAST_NAME,
            ExtensionField.AUTH_ID,
            ExtensionField.LABEL);

    private Preview() {}

    /**
     * What would change.
     *
     * @param problems of the inputs as they are now, as people are told of them
     * @param differences in the order of their paths
     */
    public record Result(List<Problem> problems, List<Difference> differences) {
        public Result {
            problems = List.copyOf(problems);
            differences = List.copyOf(differences);
        }
    }

    /**
     * What there was before.
     *
     * @param store to publish on top of it
     * @param sides shows a file as it was
     */
    private record Before(State state, Rehearsal store, Sides sides) {}

    private interface Sides {
        Side of(Plan.Standing standing) throws IOException;
    }

    /**
     * What the inputs would change in {@code out/}, as {@code render} would now. An agent may be writing there.
     *
     * @throws CannotStart when the inputs or what is published cannot be read
     */
    public static Result againstOut(Settings settings, World world) throws CannotStart {
        Source source = Workplace.source(settings, world);
        try (Showcase showcase = Showcase.open(settings.out())) {
            return compare(settings, world, source, published(showcase));
        } catch (IOException e) {
            throw new CannotStart("what is published cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * What differs from what the inputs of a commit make, with the secrets of today.
     *
     * @param revision any name that git has for it
     * @throws CannotStart when the inputs cannot be read
     */
    public static Result againstRevision(Settings settings, World world, String revision)
            throws CannotStart, NoSuchRevision {
        Source source = Workplace.source(settings, world);
        Scan scan = source.revision(revision);
        Rehearsal store = Rehearsal.fromNothing();
        Cycle.Sight once = (last, hints) -> hints.isEmpty() ? new Scan(last, List.of(), List.of(), scan.work()) : scan;
        try {
            State state = Workplace.rehearsed(settings, world, once, store, State.of(Ledger.empty()));
            return compare(settings, world, source, committed(world, state, store));
        } catch (IOException e) {
            throw new CannotStart("the files cannot be compared: " + e.getMessage(), e);
        }
    }

    private static Result compare(Settings settings, World world, Source source, Before before)
            throws CannotStart, IOException {
        Rehearsal store = before.store();
        State state = Workplace.rehearsed(settings, world, source::scan, store, before.state());
        List<Difference> differences = new ArrayList<>();
        for (String name : store.changes()) {
            Plan.Standing was = store.base().at(name);
            Plan.Standing is = store.published().at(name);
            String path = "out/" + (is == null ? String.valueOf(was == null ? name : was.path()) : is.path());
            if (was != null
                    && is != null
                    && was.path().equals(is.path())
                    && was.body().equals(is.body())) {
                differences.add(Difference.ofAccess(path, belongings(state, is)));
                continue;
            }
            differences.add(Difference.of(
                    path,
                    was == null ? null : before.sides().of(was),
                    is == null ? null : side(store, is, state),
                    FileSecrets.finder(List.of(before.state(), state), world.environment(), name),
                    is == null ? belongings(before.state(), Objects.requireNonNull(was)) : belongings(state, is)));
        }
        return new Result(state.described(state.problems()), differences);
    }

    /** Without bytes when a static file has changed since it was hashed: a link in its place may lead to anything. */
    private static Side side(Rehearsal store, Plan.Standing standing, State state) throws IOException {
        Masks masks = FileSecrets.masks(state.ledger(), standing.path(), standing.body());
        StaticFile file = store.file(standing.body());
        if (file == null) {
            return new Side(store.rendered(standing.body()), masks);
        }
        if (file.length() > Page.LARGEST) {
            return new Side(null, file.length(), masks);
        }
        byte[] bytes = Contents.of(file.file());
        return new Side(Digest.of(bytes).equals(file.digest()) ? bytes : null, masks);
    }

    /** What only the phone has that a file is for; of a phone that several claim a file with, nothing. */
    private static Belongings belongings(State state, Plan.Standing standing) {
        List<Output> claims = state.ledger().claims(FileName.fold(standing.path()));
        if (claims.size() != 1 || !Mac.isMac(claims.get(0).unit())) {
            return Belongings.NONE;
        }
        String mac = claims.get(0).unit();
        Phone phone = state.inputs().inventory().phone(mac);
        Map<String, String> values = new LinkedHashMap<>();
        for (Account account : phone == null ? List.<Account>of() : phone.accounts()) {
            for (ExtensionField field : OWN) {
                String value = account.entry().text(field.key());
                if (value != null) {
                    values.put(field.key() + account.line(), value);
                }
            }
        }
        return Belongings.of(mac, values);
    }

    private static Before published(Showcase showcase) throws IOException {
        Publication published = showcase.current();
        Ledger remembered =
                Ledger.of(Remembered.read(showcase::memos, published).units().values());
        Map<String, Plan.Standing> files = new HashMap<>();
        for (Entry entry : published.entries()) {
            files.put(FileName.fold(entry.path()), new Plan.Standing(entry.path(), entry.digest(), entry.access()));
        }
        return new Before(State.of(remembered), Rehearsal.on(files), standing -> {
            Entry entry = published.find(standing.path());
            Masks masks = FileSecrets.masks(remembered, standing.path(), standing.body());
            if (entry == null) {
                return new Side(null, masks);
            }
            return new Side(entry.length() > Page.LARGEST ? null : showcase.content(entry), entry.length(), masks);
        });
    }

    /** Renders a second time only what turns out to differ, to show it. */
    private static Before committed(World world, State state, Rehearsal first) {
        Rehearsal again = first.continued();
        Cycle.RenderSetup making = new Cycle.RenderSetup(new Renderer(), world.environment());
        Production production = new Production(state, state.snapshot(), state.inputs(), making, again.begin());
        return new Before(state, first.continued(), standing -> {
            state.ledger().claims(FileName.fold(standing.path())).forEach(output -> production.again(output.unit()));
            return new Side(
                    again.taken(standing.body()), FileSecrets.masks(state.ledger(), standing.path(), standing.body()));
        });
    }
}
