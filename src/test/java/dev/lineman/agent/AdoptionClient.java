package dev.lineman.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.e2e.Deadline;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts at the page that adopts phones: it follows refreshes, and presses buttons. */
final class AdoptionClient {
    static final String PASSWORD = "pässword";

    private static final Pattern REFRESH = Pattern.compile("http-equiv=\"refresh\" content=\"1; url=([^\"]*)\"");
    private static final Pattern BUTTON = Pattern.compile("action=\"([^\"]*)\" method=\"post\">(.*?)</form>");
    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");

    private final RunningAgent agent;
    private final String[] login;

    AdoptionClient(RunningAgent agent) {
        this(
                agent,
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(UTF_8)));
    }

    AdoptionClient(RunningAgent agent, String... login) {
        this.agent = agent;
        this.login = login;
    }

    /** Returns the page of the plan for the values of a form, when it is ready. */
    String plan(String mac, Map<String, String> values) throws Exception {
        String query = values.entrySet().stream()
                .map(value -> value.getKey() + '=' + URLEncoder.encode(value.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return open("/unknown/" + mac + '?' + query);
    }

    /** Returns a page, when it is ready. */
    String open(String path) throws Exception {
        AtomicReference<String> next = new AtomicReference<>(path);
        AtomicReference<String> page = new AtomicReference<>("");
        Deadline.await(() -> {
            page.set(agent.operator(next.get(), login).body());
            Matcher refresh = REFRESH.matcher(page.get());
            boolean working = refresh.find();
            if (working) {
                next.set(plain(refresh.group(1)));
            }
            assertThat(working).as("the page loads itself again").isFalse();
        });
        return page.get();
    }

    /** Returns a page as it is now. */
    String once(String path) throws IOException, InterruptedException {
        return agent.operator(path, login).body();
    }

    /** Returns what the button that writes submits: the path, a question mark and the form. Empty if the page has none. */
    static String button(String page) {
        Matcher button = BUTTON.matcher(page);
        if (!button.find()) {
            return "";
        }
        List<String> fields = new ArrayList<>();
        Matcher field = HIDDEN.matcher(button.group(2));
        while (field.find()) {
            fields.add(field.group(1) + '=' + URLEncoder.encode(plain(field.group(2)), UTF_8));
        }
        return button.group(1) + '?' + String.join("&", fields);
    }

    /** Presses the button that writes. */
    HttpResponse<String> press(String page) throws Exception {
        return submit(button(page));
    }

    /** Submits a form: the path, a question mark and its fields. Repeats it while the agent is busy, as the page asks. */
    HttpResponse<String> submit(String target, String... fields) throws Exception {
        String[] all = new String[login.length + fields.length];
        System.arraycopy(login, 0, all, 0, login.length);
        System.arraycopy(fields, 0, all, login.length, fields.length);
        int mark = target.indexOf('?');
        AtomicReference<HttpResponse<String>> answer = new AtomicReference<>();
        Deadline.await(() -> {
            answer.set(agent.submit(target.substring(0, mark), target.substring(mark + 1), all));
            assertThat(answer.get().body()).doesNotContain("Try again");
        });
        return answer.get();
    }

    /** Returns the lines of a text on a page by its label; none if it is not there. */
    static List<String> lines(String page, String label) {
        Matcher text = Pattern.compile("aria-label=\"" + Pattern.quote(label) + "[^\"]*\">(.*?)</pre>", Pattern.DOTALL)
                .matcher(page);
        return text.find()
                ? plain(text.group(1).replaceAll("<[^>]*>", "")).lines().toList()
                : List.of();
    }

    /** Returns the visible text of a page. */
    static String text(String page) {
        return plain(page.replaceAll("<[^>]*>", " "));
    }

    private static String plain(String html) {
        return html.replace("&#10;", "\n")
                .replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
