package dev.lineman.admin;

import dev.lineman.http.Answer;
import dev.lineman.http.Handler;
import dev.lineman.http.Request;
import dev.lineman.report.Health;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Answers the operator: {@code /healthz} is 200 while the process answers at all, {@code /readyz} 503 until the
 * inputs have been published once, and {@code POST /api/rescan} has everything looked at. Thread-safe.
 */
public final class AdminService implements Handler {
    private static final String TEXT = "text/plain; charset=utf-8";

    private static final String RESCAN = "/api/rescan";

    private final Supplier<Health> health;
    private final Runnable rescan;

    /**
     * A service for one agent.
     *
     * @param health the agent's, as of now
     * @param rescan has the agent look at everything
     */
    public AdminService(Supplier<Health> health, Runnable rescan) {
        this.health = health;
        this.rescan = rescan;
    }

    @Override
    public Answer answer(Request request) {
        if (request.path().equals(RESCAN)) {
            if (!request.method().equals("POST")) {
                return Answer.methodNotAllowed("POST");
            }
            rescan.run();
            return text(202, "all inputs are looked at now\n");
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Answer.methodNotAllowed("GET, HEAD");
        }
        return switch (request.path()) {
            case "/healthz" -> text(200, "ok\n");
            case "/readyz" ->
                health.get().ready() ? text(200, "ready\n") : text(503, "the inputs have not been published yet\n");
            default -> Answer.notFound();
        };
    }

    private static Answer text(int status, String text) {
        return Answer.of(status, TEXT, text.getBytes(StandardCharsets.UTF_8)).with("Cache-Control", "no-store");
    }
}
