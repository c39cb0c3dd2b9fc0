package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UncaughtFaultsTest {
    private final List<Integer> codes = new ArrayList<>();

    private void fail(Throwable fault) {
        new UncaughtFaults(codes::add).uncaughtException(Thread.currentThread(), fault);
    }

    @Test
    void aFaultEndsTheProcessWithItsExitCode() {
        fail(new IllegalStateException("for the test"));
        fail(new NoClassDefFoundError("for the test"));
        assertThat(codes).containsExactly(4, 4);
    }

    @Test
    void outOfMemoryHasTheExitCodeOfTheVirtualMachine() {
        fail(new OutOfMemoryError("for the test"));
        assertThat(codes).containsExactly(3);
    }
}
