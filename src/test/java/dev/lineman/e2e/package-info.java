/** End-to-end tests of the built jar: real processes, real folders, real HTTP. */
package dev.lineman.e2e;
