package dev.lineman.operator.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The style sheet, the script and the icon of the status page, from the jar. Thread-safe. */
final class PageAssets {
    private static final Map<String, String> TYPES = Map.of(
            "lineman.css", "text/css; charset=utf-8",
            "lineman.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml");

    /** Contents by name, filled on first use. */
    private final Map<String, byte[]> read = new ConcurrentHashMap<>();

    /** The media type of an asset; null if there is none with this name. */
    @Nullable
    String type(String name) {
        return TYPES.get(name);
    }

    /** The content of an asset that exists. */
    byte[] bytes(String name) {
        return read.computeIfAbsent(name, asset -> {
            try (InputStream in = PageAssets.class.getResourceAsStream(asset)) {
                if (in == null) {
                    throw new IllegalStateException(asset + " is missing in the jar");
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(asset + " cannot be read", e);
            }
        });
    }
}
