/**
 * Extensions, phones, accounts and folder layers, and the indices over them.
 */
@NullMarked
package dev.lineman.inventory;

import org.jspecify.annotations.NullMarked;
