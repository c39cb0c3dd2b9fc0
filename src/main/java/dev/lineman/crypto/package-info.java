/** The provider of TLS and digests: Conscrypt where its native library loads, else the JDK's. */
@NullMarked
package dev.lineman.crypto;

import org.jspecify.annotations.NullMarked;
