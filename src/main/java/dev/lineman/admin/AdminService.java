package dev.lineman.admin;

import dev.lineman.http.Answer;
import dev.lineman.http.Handler;
import dev.lineman.http.Request;
import dev.lineman.report.Health;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Answers the operator: {@code /healthz} is 200 while the process answers at all, {@code /readyz} 503 until the
 * inputs have been published once. Thread-safe.
 */
public final class AdminService implements Handler {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Supplier<Health> health;

    /** @param health the agent's, as of now */
    public AdminService(Supplier<Health> health) {
        this.health = health;
    }

    @Override
    public Answer answer(Request request) {
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
