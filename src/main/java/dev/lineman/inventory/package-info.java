/**
 * Nodes become extensions, phones, accounts and folder layers, and the persistent indices over them.
 */
@NullMarked
package dev.lineman.inventory;

import org.jspecify.annotations.NullMarked;
