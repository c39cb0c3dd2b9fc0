package dev.lineman.command.init;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/** Random passwords that people can type on a phone. The same name has the same password. Not thread-safe. */
final class RandomPasswords {
    /** Letters and digits that look different in every font; each vendor's files can hold them. */
    private static final String CHARACTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /** With these characters, 92 bits. */
    private static final int LENGTH = 16;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> made = new HashMap<>();

    /** Returns the password of a name. */
    String of(String name) {
        return made.computeIfAbsent(name, unknown -> {
            StringBuilder password = new StringBuilder();
            for (int i = 0; i < LENGTH; i++) {
                password.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            }
            return password.toString();
        });
    }
}
