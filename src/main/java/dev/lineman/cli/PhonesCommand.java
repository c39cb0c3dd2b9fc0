package dev.lineman.cli;

import dev.lineman.cli.console.ProblemFormat;
import dev.lineman.cli.option.AdminOptions;
import dev.lineman.cli.option.CandidateKind;
import dev.lineman.cli.option.Completes;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.cli.table.PhoneTable;
import dev.lineman.http.HostAndPort;
import dev.lineman.operator.view.JsonObject;
import dev.lineman.workspace.CannotStartException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code lineman phones}: asks a running agent for its phones over its API, page by page, and prints them as a table or
 * as JSON. It reads no files of the root.
 */
@Command(
        name = "phones",
        description =
                "Lists the phones of a running agent: which ones have their newest file, and when they last asked.",
        footer = {"  lineman phones", "  lineman phones 00:04:13:24 --wide", "  lineman phones --state refused --json"})
final class PhonesCommand extends AbstractCommand {
    /** Phones per request. */
    private static final int PAGE_SIZE = 1000;

    /** The limit for the connection, and for each answer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Null for all phones. */
    @Completes(CandidateKind.PHONE_WORDS)
    @Parameters(
            paramLabel = "TEXT",
            arity = "0..1",
            description = "Only phones with this text in their MAC, number, name, model or site.")
    private @Nullable String text;

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

    @Option(names = "--wide", description = "Shows MACs, files and firmware too, and shortens nothing.")
    private boolean wide;

    @Option(names = "--json", description = "Prints the phones as a JSON array.")
    private boolean json;

    @Override
    public Integer call() throws CannotStartException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        String secret = password == null ? null : AdminOptions.firstLine(password);
        List<Object> phones = phones(client, secret);
        if (json) {
            environment().out().println(JsonObject.array(phones));
        } else if (format == ProblemFormat.json) {
            environment().out().println(new JsonObject().with("phones", phones));
        } else {
            Instant now = environment().runtimeContext().clock().instant();
            PhoneTable table = PhoneTable.of(phones, unknownPhones(client, secret), now, text != null || state != null);
            (wide ? table.wide() : table.narrow()).forEach(environment().out()::println);
        }
        environment().out().flush();
        return ExitCode.OK;
    }

    /** Returns the phones of all pages, as parsed JSON objects. */
    private List<Object> phones(HttpClient client, @Nullable String secret)
            throws CannotStartException, InterruptedException {
        String wanted = (state == null ? "" : "&state=" + state)
                + (text == null ? "" : "&q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        List<Object> phones = new ArrayList<>();
        Object from = 0;
        // The last page has no next position.
        while (from instanceof Integer next) {
            Map<String, @Nullable Object> page =
                    members(send(client, "api/phones?from=" + next + "&count=" + PAGE_SIZE + wanted, secret));
            if (page.get("phones") instanceof List<?> some) {
                phones.addAll(some);
            }
            from = page.get("next");
        }
        return phones;
    }

    /**
     * Returns the phones that no extension names, newest first. They have no state: with {@code --state} there are none.
     */
    private List<Object> unknownPhones(HttpClient client, @Nullable String secret)
            throws CannotStartException, InterruptedException {
        if (state != null) {
            return List.of();
        }
        HttpResponse<String> answer = send(client, "api/unknown?count=" + PAGE_SIZE, secret);
        // Agents of earlier versions have no such list.
        if (answer.statusCode() != 404 && members(answer).get("phones") instanceof List<?> all) {
            return all.stream().filter(this::isWanted).map(Object.class::cast).toList();
        }
        return List.of();
    }

    /** Whether an unknown phone has the text that the user asks for in its MAC or model. */
    private boolean isWanted(Object phone) {
        if (text == null || !(phone instanceof Map<?, ?> map)) {
            return text == null;
        }
        String part = text.toLowerCase(Locale.ROOT);
        String digits = part.replaceAll("[:.\\- ]", "");
        boolean mac = !digits.isEmpty() && String.valueOf(map.get("mac")).contains(digits);
        return mac
                || (map.get("model") instanceof String model
                        && model.toLowerCase(Locale.ROOT).contains(part));
    }

    /**
     * Requests one resource.
     *
     * @param path below the agent's address, with its query
     * @param secret the operator's password; null to send none
     * @throws CannotStartException if no agent answers, or it refuses the password
     */
    private HttpResponse<String> send(HttpClient client, String path, @Nullable String secret)
            throws CannotStartException, InterruptedException {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(agent() + path)).timeout(TIMEOUT);
            if (secret != null) {
                String user = "admin:" + secret;
                String proof = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
                request.header("Authorization", "Basic " + proof);
            }
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 401) {
                throw new CannotStartException(
                        password == null
                                ? "the agent at " + agent() + " asks for a password: give --admin-password-file"
                                : "the agent at " + agent() + " refuses the password in " + password
                                        + ": its first line must be the agent's password");
            }
            return answer;
        } catch (IllegalArgumentException e) {
            throw new CannotStartException(
                    agent() + " is no address of an agent; say where the agent is with --admin-bind and --admin-port",
                    e);
        } catch (IOException e) {
            throw new CannotStartException(
                    "no agent answers at " + agent()
                            + "; start one with 'lineman run', or say where it is with --admin-bind and --admin-port",
                    e);
        }
    }

    /**
     * Returns the members of the JSON object in an answer.
     *
     * @throws CannotStartException if the answer is an error, or no JSON object
     */
    private Map<String, @Nullable Object> members(HttpResponse<String> answer) throws CannotStartException {
        if (answer.statusCode() != 200) {
            throw new CannotStartException(agent() + " answers with status " + answer.statusCode()
                    + " and is no Lineman agent; say where the agent is with --admin-bind and --admin-port");
        }
        try {
            return JsonObject.read(answer.body());
        } catch (IllegalArgumentException e) {
            throw new CannotStartException(
                    agent()
                            + " answers, but is no Lineman agent; say where the agent is with --admin-bind and"
                            + " --admin-port",
                    e);
        }
    }

    /** Returns the URL of the agent, with a slash at its end. */
    private String agent() {
        return "http://" + HostAndPort.text(host, port) + '/';
    }
}
