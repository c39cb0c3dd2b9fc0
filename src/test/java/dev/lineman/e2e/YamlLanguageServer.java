package dev.lineman.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The language server that editors use for YAML, as a process. Speaks the Language Server Protocol 3.17 over its standard
 * streams: JSON-RPC messages behind a header with their length.
 */
final class YamlLanguageServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final Map<Integer, JsonNode> answers = new ConcurrentHashMap<>();
    /** The last diagnostics of each document, by its URI. */
    private final Map<String, JsonNode> diagnostics = new ConcurrentHashMap<>();

    private final AtomicInteger nextId = new AtomicInteger();
    private final Map<String, Object> yamlSettings;

    /**
     * Starts the server for a folder.
     *
     * @param yamlSettings the settings below {@code yaml} in the editor, by name
     */
    YamlLanguageServer(Path script, Path folder, Map<String, Object> yamlSettings) throws Exception {
        this.yamlSettings = Map.copyOf(yamlSettings);
        this.process = new ProcessBuilder(Debian.program("node", "nodejs").toString(), script.toString(), "--stdio")
                .redirectError(Files.createTempFile(folder, "server", ".err").toFile())
                .start();
        Thread reader = new Thread(this::readMessages, "language server");
        reader.setDaemon(true);
        reader.start();
        String uri = folder.toUri().toString();
        request(
                "initialize",
                Map.of(
                        "processId",
                        ProcessHandle.current().pid(),
                        "rootUri",
                        uri,
                        "workspaceFolders",
                        List.of(Map.of("uri", uri, "name", "root")),
                        "capabilities",
                        Map.of(
                                "workspace", Map.of("configuration", true, "workspaceFolders", true),
                                "textDocument", Map.of("hover", Map.of("contentFormat", List.of("markdown"))))));
        send(Map.of("method", "initialized", "params", Map.of()));
        send(Map.of(
                "method",
                "workspace/didChangeConfiguration",
                "params",
                Map.of("settings", Map.of("yaml", yamlSettings))));
    }

    /** Opens a file with a text, and returns the messages of the server about it, each behind its line. */
    List<String> open(Path file, String text) throws Exception {
        String uri = file.toUri().toString();
        send(Map.of(
                "method",
                "textDocument/didOpen",
                "params",
                Map.of("textDocument", Map.of("uri", uri, "languageId", "yaml", "version", 1, "text", text))));
        Deadline.await(() -> assertThat(diagnostics).containsKey(uri));
        List<String> messages = new ArrayList<>();
        for (JsonNode one : diagnostics.get(uri)) {
            messages.add(one.at("/range/start/line").asInt() + 1 + ": "
                    + one.get("message").asString());
        }
        return messages;
    }

    /** Returns what the server offers at a place of an open file. Lines and characters count from 0. */
    List<String> completions(Path file, int line, int character) throws Exception {
        JsonNode result = request("textDocument/completion", place(file, line, character));
        List<String> labels = new ArrayList<>();
        for (JsonNode item : result.has("items") ? result.get("items") : result) {
            labels.add(item.get("label").asString());
        }
        return labels;
    }

    /** Returns the text that the server shows for a place of an open file. */
    String hover(Path file, int line, int character) throws Exception {
        return request("textDocument/hover", place(file, line, character))
                .at("/contents/value")
                .asString();
    }

    private static Map<String, Object> place(Path file, int line, int character) {
        return Map.of(
                "textDocument",
                Map.of("uri", file.toUri().toString()),
                "position",
                Map.of("line", line, "character", character));
    }

    private JsonNode request(String method, Map<String, Object> params) throws Exception {
        int id = nextId.incrementAndGet();
        send(Map.of("id", id, "method", method, "params", params));
        Deadline.await(() -> assertThat(answers).containsKey(id));
        JsonNode answer = answers.remove(id);
        assertThat(answer.has("error")).as("%s", answer).isFalse();
        return answer.get("result");
    }

    private synchronized void send(Map<String, ?> message) throws IOException {
        Map<String, Object> whole = new LinkedHashMap<>(message);
        whole.put("jsonrpc", "2.0");
        byte[] body = JSON.writeValueAsBytes(whole);
        process.getOutputStream().write(("Content-Length: " + body.length + "\r\n\r\n").getBytes(UTF_8));
        process.getOutputStream().write(body);
        process.getOutputStream().flush();
    }

    /** Reads until the server ends. */
    private void readMessages() {
        try (InputStream in = new BufferedInputStream(process.getInputStream())) {
            for (int length = readHeader(in); length >= 0; length = readHeader(in)) {
                receive(JSON.readTree(in.readNBytes(length)));
            }
        } catch (IOException e) {
            // The server has ended. A request that waits for an answer fails at its deadline.
            return;
        }
    }

    /** Returns the length of the next message; -1 at the end. */
    private static int readHeader(InputStream in) throws IOException {
        StringBuilder header = new StringBuilder();
        while (header.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return -1;
            }
            header.append((char) next);
        }
        return Integer.parseInt(header.toString().replaceFirst("(?s).*Content-Length: (\\d+).*", "$1"));
    }

    private void receive(JsonNode message) throws IOException {
        String method = message.has("method") ? message.get("method").asString() : "";
        if (method.equals("textDocument/publishDiagnostics")) {
            JsonNode params = message.get("params");
            diagnostics.put(params.get("uri").asString(), params.get("diagnostics"));
        } else if (message.has("id") && !method.isEmpty()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("id", message.get("id").asInt());
            answer.put("result", method.equals("workspace/configuration") ? settings(message) : null);
            send(answer);
        } else if (message.has("id")) {
            answers.put(message.get("id").asInt(), message);
        }
    }

    /** The settings that the server asks for, one for each section. */
    private List<Object> settings(JsonNode request) {
        List<Object> settings = new ArrayList<>();
        for (JsonNode item : request.at("/params/items")) {
            settings.add(item.path("section").asString("").equals("yaml") ? yamlSettings : Map.of());
        }
        return settings;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
