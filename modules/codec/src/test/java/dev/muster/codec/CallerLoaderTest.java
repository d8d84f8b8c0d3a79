package dev.muster.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which loader a program's classes are in: tests are Muster's own classes here, so a caller is made elsewhere. */
class CallerLoaderTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void the_context_is_asked_first() throws Exception {
        try (URLClassLoader other = new URLClassLoader(new URL[0], CallerLoaderTest.class.getClassLoader())) {
            Thread.currentThread().setContextClassLoader(other);
            assertThat(CallerLoader.find()).isSameAs(other);
        }
    }

    @Test
    void without_a_context_it_is_the_callers() {
        Thread.currentThread().setContextClassLoader(null);
        assertThat(CallerLoader.find()).isNotNull();
    }

    @Test
    void a_caller_below_the_context_is_taken() throws Exception {
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        Thread.currentThread().setContextClassLoader(platform);
        // JUnit, the nearest class that is not Muster's, is below the platform.
        assertThat(CallerLoader.find()).isSameAs(Test.class.getClassLoader());
    }
}
