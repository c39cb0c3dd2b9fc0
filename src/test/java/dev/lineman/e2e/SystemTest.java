package dev.lineman.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A test that needs a server, a mount, a network namespace or a package manager. Runs with the Maven profile {@code system}. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
        named = "system.tests",
        matches = "true",
        disabledReason = "a system test: run mvn verify -Psystem")
public @interface SystemTest {}
