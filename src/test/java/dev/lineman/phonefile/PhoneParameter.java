package dev.lineman.phonefile;

/**
 * One parameter of a provisioning file.
 *
 * @param name in the notation of {@code settings} in extension files: {@code account.1.enable}, {@code user_host[2]},
 *     {@code sip/line[1]/PhoneNumber}
 * @param value unescaped
 */
public record PhoneParameter(String name, String value) {}
