package dev.lineman.oracle;

/** An error in a template or in a phone's values: the file is not made. */
@SuppressWarnings("serial")
final class TemplateError extends RuntimeException {
    TemplateError(String message) {
        super(message);
    }
}
