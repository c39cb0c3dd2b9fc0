package dev.lineman.agent;

import dev.lineman.access.UserCredentials;
import dev.lineman.build.Reconciler;
import dev.lineman.build.report.AgentActivity;
import dev.lineman.build.report.CycleHistory;
import dev.lineman.command.adopt.AgentAdopter;
import dev.lineman.input.watch.Hint;
import dev.lineman.input.watch.HintSink;
import dev.lineman.operator.explain.SourceExcerpts;
import dev.lineman.operator.fleet.LiveFleetView;
import dev.lineman.operator.page.AdminAccess;
import dev.lineman.operator.page.AdminService;
import dev.lineman.operator.page.RequestMeters;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.Workspace;
import java.security.SecureRandom;

/** Connects the operator's listener with what it shows and changes. Stateless. */
final class OperatorSetup {
    private OperatorSetup() {}

    /**
     * Creates the handler of the operator's requests.
     *
     * @param admin who may use it
     * @param uploads what phones have uploaded
     * @param reconciler has the newest state
     * @param hintSink receives hints for the next cycle
     */
    static AdminService service(
            Settings.AdminSettings admin,
            PhoneUploads uploads,
            Workspace workspace,
            Reconciler reconciler,
            VisitLog visits,
            CycleHistory history,
            AgentActivity activity,
            RequestMeters meters,
            HintSink hintSink) {
        Settings settings = workspace.settings();
        RuntimeContext runtimeContext = workspace.runtimeContext();
        LiveFleetView liveFleetView = new LiveFleetView(
                settings.root(),
                reconciler::state,
                workspace.publisher(),
                visits,
                history,
                activity,
                new SourceExcerpts(settings.root(), runtimeContext.builtInTemplates()),
                runtimeContext.clock(),
                runtimeContext.nanos(),
                runtimeContext.environment());
        UserCredentials operator = admin.operator();
        return new AdminService(
                liveFleetView,
                meters,
                new AdminAccess(
                        admin.loopback(), operator, SecureRandom.getSeed(Agent.KEY_BYTES), runtimeContext.nanos()),
                () -> hintSink.accept(new Hint.FullScanHint()),
                uploads.drift(reconciler::state, settings, runtimeContext),
                () -> new AgentAdopter(
                        settings,
                        runtimeContext,
                        reconciler::state,
                        workspace.publisher(),
                        visits,
                        operator == null ? null : operator.user(),
                        file -> hintSink.accept(new Hint.PathHint(file))));
    }
}
