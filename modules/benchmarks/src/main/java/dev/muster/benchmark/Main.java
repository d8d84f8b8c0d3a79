package dev.muster.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints the table of promises beside what was measured, and the peers of the same run. Entry point; nothing else calls it.
 *
 * <pre>
 * modules/benchmarks/run                 every row
 * modules/benchmarks/run map chain       the rows whose names begin so
 * modules/benchmarks/run --only Muster   without the peers, or one of them
 * modules/benchmarks/run --smoke         every row once, at a tiny size: figures mean nothing
 * modules/benchmarks/run --list          names and questions
 * </pre>
 *
 * <p>Every contestant of every row has a JVM of its own: one warm-up shapes the compiled code that the next would meet.
 */
public final class Main {
    private static final String ANSWER = "muster-benchmark-answer ";

    private Main() {}

    /**
     * Runs what was asked for.
     *
     * @param arguments options and names of rows
     * @throws Exception if a measurement of a child JVM fails; the parent prints "failed" and goes on
     */
    public static void main(String[] arguments) throws Exception {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        if (words.size() == 3 && words.get(0).equals("--measure")) {
            System.out.println(ANSWER + measure(words.get(1), words.get(2), Effort.FULL));
            System.exit(0);
        }
        boolean smoke = words.remove("--smoke");
        boolean list = words.remove("--list");
        String only = option(words, "--only");
        List<Question> questions;
        try {
            questions = Rows.named(words);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        if (list) {
            questions.forEach(question -> System.out.println(
                    question.row().name() + ": " + question.row().work()));
        } else {
            print(questions, only, smoke, System.out);
        }
    }

    private static String option(List<String> words, String name) {
        int at = words.indexOf(name);
        if (at < 0 || at + 1 >= words.size()) {
            return "";
        }
        words.remove(at);
        return words.remove(at);
    }

    /** Prints the table; a smoke test measures in this JVM. */
    static void print(List<Question> questions, String only, boolean smoke, PrintStream out) throws Exception {
        out.println(Machine.describe());
        out.println();
        out.println(Table.head());
        for (Question question : questions) {
            Map<String, Double> figures = new LinkedHashMap<>();
            for (Contestant contestant : question.contestants()) {
                if (only.isEmpty() || contestant.name().equals(only)) {
                    figures.put(
                            contestant.name(),
                            smoke
                                    ? contestant.measurement().measure(Effort.SMOKE)
                                    : inJvmOfItsOwn(question.row().name(), contestant.name()));
                }
            }
            out.println(Table.line(question.row(), figures));
        }
    }

    private static double measure(String row, String contestant, Effort effort) throws Exception {
        for (Question question : Rows.all()) {
            if (question.row().name().equals(row)) {
                for (Contestant each : question.contestants()) {
                    if (each.name().equals(contestant)) {
                        return each.measurement().measure(effort);
                    }
                }
            }
        }
        throw new IllegalArgumentException("no contestant " + contestant + " of row " + row);
    }

    /** NaN if the child failed; its own output says why. */
    private static double inJvmOfItsOwn(String row, String contestant) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "--measure", row, contestant));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), UTF_8);
        int code = child.waitFor();
        for (String line : output.lines().toList()) {
            if (line.startsWith(ANSWER) && code == 0) {
                return Double.parseDouble(line.substring(ANSWER.length()));
            }
        }
        System.err.println(row + " by " + contestant + " ended with code " + code + " and said: " + output);
        return Double.NaN;
    }
}
