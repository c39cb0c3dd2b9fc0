package dev.lineman.cli;

import dev.lineman.cli.console.ProblemFormat;
import dev.lineman.cli.option.AdminOptions;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.http.HostAndPort;
import dev.lineman.operator.view.JsonObject;
import dev.lineman.workspace.CannotStartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code lineman phones}: asks a running agent for its phones over its API, page by page, and prints them as a table or
 * as JSON. It reads no files of the root.
 */
@Command(
        name = "phones",
        description =
                "Lists the phones of a running agent: which ones have their newest file, and when they last asked.",
        footer = {"  lineman phones", "  lineman phones --state refused --format json"})
final class PhonesCommand extends AbstractCommand {
    /** Phones per request. */
    private static final int PAGE_SIZE = 1000;

    /** The limit for the connection, and for each answer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** The same name and default as for {@code lineman run}, so that both commands work together without options. */
    @Option(
            names = "--admin-bind",
            paramLabel = "ADDR",
            defaultValue = "127.0.0.1",
            description = "The address of the agent for its operator (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--admin-port",
            paramLabel = "N",
            defaultValue = "5482",
            description = "The port of the agent for its operator (default: ${DEFAULT-VALUE}).")
    private int port;

    /** Null when not given. */
    @Option(
            names = "--admin-password-file",
            paramLabel = "FILE",
            description = "The file with the operator's password, if the agent asks for one.")
    private @Nullable Path password;

    /** Null for all phones. */
    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only phones in this state: up_to_date, older, never, refused, not_found or no_file.")
    private PhoneTable.@Nullable PhoneRowState state;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "The format of the list: text for a table, or json (default: ${DEFAULT-VALUE}).")
    private ProblemFormat format;

    @Override
    public Integer call() throws CannotStartException, InterruptedException {
        List<Object> phones = phones();
        if (format == ProblemFormat.json) {
            environment().out().println(new JsonObject().with("phones", phones));
        } else {
            PhoneTable.of(phones).forEach(environment().out()::println);
        }
        environment().out().flush();
        return ExitCode.OK;
    }

    /** Returns the phones of all pages, as parsed JSON objects. */
    private List<Object> phones() throws CannotStartException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        String secret = password == null ? null : AdminOptions.firstLine(password);
        List<Object> phones = new ArrayList<>();
        Object from = 0;
        // The last page has no next position.
        while (from instanceof Integer next) {
            Map<String, @Nullable Object> page = page(client, next, secret);
            if (page.get("phones") instanceof List<?> some) {
                phones.addAll(some);
            }
            from = page.get("next");
        }
        return phones;
    }

    /**
     * Requests one page.
     *
     * @param from the position of its first phone, counted from 0
     * @param secret the operator's password; null to send none
     * @return the JSON object: {@code phones}, and {@code next} unless this is the last page
     * @throws CannotStartException if no agent answers, or the answer is an error
     */
    private Map<String, @Nullable Object> page(HttpClient client, int from, @Nullable String secret)
            throws CannotStartException, InterruptedException {
        String agent = "http://" + HostAndPort.text(host, port) + '/';
        String wanted = state == null ? "" : "&state=" + state;
        try {
            URI uri = URI.create(agent + "api/phones?from=" + from + "&count=" + PAGE_SIZE + wanted);
            HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
            if (secret != null) {
                String user = "admin:" + secret;
                String proof = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
                request.header("Authorization", "Basic " + proof);
            }
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 401) {
                throw new CannotStartException(
                        password == null
                                ? "the agent at " + agent + " asks for a password: give --admin-password-file"
                                : "the agent at " + agent + " refuses the password in " + password
                                        + ": its first line must be the agent's password");
            }
            if (answer.statusCode() == 200) {
                return JsonObject.read(answer.body());
            }
            throw new CannotStartException(agent + " answers with status " + answer.statusCode()
                    + " and is no Lineman agent; say where the agent is with --admin-bind and --admin-port");
        } catch (IllegalArgumentException e) {
            throw new CannotStartException(
                    agent
                            + " answers, but is no Lineman agent; say where the agent is with --admin-bind and"
                            + " --admin-port",
                    e);
        } catch (IOException e) {
            throw new CannotStartException(
                    "no agent answers at " + agent
                            + "; start one with 'lineman run', or say where it is with --admin-bind and --admin-port",
                    e);
        }
    }
}
