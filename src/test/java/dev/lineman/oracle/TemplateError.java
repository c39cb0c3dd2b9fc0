package dev.lineman.oracle;

/** What the contract calls an error. */
@SuppressWarnings("serial")
final class TemplateError extends RuntimeException {
    TemplateError(String message) {
        super(message);
    }
}
