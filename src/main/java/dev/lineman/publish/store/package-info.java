/**
 * The journal, and the publication on which journal and bodies agree.
 */
@NullMarked
package dev.lineman.publish.store;

import org.jspecify.annotations.NullMarked;
