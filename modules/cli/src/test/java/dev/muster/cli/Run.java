package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import picocli.CommandLine;

/**
 * What one use of the command line came to. Immutable.
 *
 * @param code the exit code
 * @param out what it wrote to standard output
 * @param err and to standard error
 */
record Run(int code, String out, String err) {

    /** In this JVM: for what neither runs a program nor sets properties. */
    static Run here(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        line.getOut().flush();
        return new Run(code, out.toString(), err.toString());
    }

    /** In a JVM of its own, as the launcher does it. */
    static Run process(String... arguments) throws IOException, InterruptedException {
        return process(Path.of(""), "", arguments);
    }

    static Run process(Path folder, String input, String... arguments) throws IOException, InterruptedException {
        Process process = start(folder, arguments);
        CompletableFuture<String> out = reading(process.getInputStream());
        CompletableFuture<String> err = reading(process.getErrorStream());
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + List.of(arguments) + "; it said: " + out.join() + err.join());
        }
        return new Run(process.exitValue(), out.join(), err.join());
    }

    static Process start(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toAbsolutePath().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MUSTER_") || name.equals("JDK_JAVA_OPTIONS"));
        return builder.start();
    }

    static CompletableFuture<String> reading(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                return new String(stream.readAllBytes(), UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Compiles a class without a package into a folder. */
    static void compile(Path folder, String name, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        file.toString());
        if (code != 0) {
            throw new AssertionError(name + " does not compile");
        }
    }
}
