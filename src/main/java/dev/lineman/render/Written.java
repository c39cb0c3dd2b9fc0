package dev.lineman.render;

/** What a rendering wrote. */
interface Written {
    String text();

    /** How many characters it has. */
    int length();

    byte[] utf8();

    /** Where secrets stand in the text. */
    Masks masks();
}
