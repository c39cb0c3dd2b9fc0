/** Files that phones upload: their names, their limits, and where they are kept. Knows no protocol. */
@NullMarked
package dev.lineman.serve.upload;

import org.jspecify.annotations.NullMarked;
