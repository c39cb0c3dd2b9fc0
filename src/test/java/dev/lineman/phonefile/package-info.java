/** Reads provisioning files as phones read them, for tests. Knows nothing of the program. */
@NullMarked
package dev.lineman.phonefile;

import org.jspecify.annotations.NullMarked;
