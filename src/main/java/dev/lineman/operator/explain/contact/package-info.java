/** Finds contacts, and the phonebooks that have them. */
@NullMarked
package dev.lineman.operator.explain.contact;

import org.jspecify.annotations.NullMarked;
