/** The built jar as its users meet it: real processes, real folders, real HTTP. */
package dev.lineman.e2e;
