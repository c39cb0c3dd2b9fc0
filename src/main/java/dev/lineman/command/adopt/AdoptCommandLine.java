package dev.lineman.command.adopt;

import dev.lineman.command.ShellWord;
import dev.lineman.workspace.Settings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the command line of {@code lineman adopt} for a request, for people who copy it. Stateless. */
final class AdoptCommandLine {
    private AdoptCommandLine() {}

    /** Returns the command, quoted for a POSIX shell. */
    static String of(Settings settings, AdoptionRequest request) {
        List<String> words = new ArrayList<>(List.of("lineman", "adopt", request.mac()));
        add(words, "root", settings.root().toString());
        if (!settings.secrets().equals(settings.root().resolve("secrets.yaml"))) {
            add(words, "secrets", settings.secrets().toString());
        }
        add(words, "extension", request.number());
        add(words, "model", request.model());
        for (String key : AdoptionPreview.DETAILS) {
            add(words, key, request.details().get(key));
        }
        add(words, "into", request.folder());
        return String.join(" ", words);
    }

    /** Adds an option. A value that begins with a dash is joined to it, since it would be read as another option. */
    private static void add(List<String> words, String key, @Nullable String value) {
        if (value == null) {
            return;
        }
        String option = ValueNames.OPTIONS.of(key);
        if (value.startsWith("-")) {
            words.add(ShellWord.of(option + '=' + value));
        } else {
            words.add(option);
            words.add(ShellWord.of(value));
        }
    }
}
