package dev.lineman.source;

import org.jspecify.annotations.Nullable;

/** One input whose effective document changed: null before means that it is new, null after that it is gone. */
public record Change(
        String path, @Nullable Document before, @Nullable Document after) {}
