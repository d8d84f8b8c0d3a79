package dev.muster.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final int LONGEST = 150;
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

    private final List<String> readme = Programs.lines(Programs.repository().resolve("README.md"));

    @Test
    void its_program_is_the_example_hello() {
        List<String> source = new ArrayList<>(Programs.lines(Programs.source("Hello")));
        source.removeIf(line -> line.startsWith("package ") || line.startsWith("/**"));
        assertThat(withoutBlanks(blocks("```java").get(0))).isEqualTo(withoutBlanks(source));
    }

    @Test
    void its_program_prints_what_it_says() throws Exception {
        List<String> shown = blocks("```").get(0);
        assertThat(shown.get(0)).startsWith("$ java ");
        assertThat(Programs.output(Hello::main)).isEqualTo(shown.subList(1, shown.size()));
    }

    @Test
    void its_other_snippets_are_regions_of_the_tour() {
        List<List<String>> snippets = blocks("```java");
        List<List<String>> regions = regions(Programs.source("Tour"));
        assertThat(snippets.subList(1, snippets.size())).isNotEmpty().isEqualTo(regions);
    }

    @Test
    void it_is_short() {
        assertThat(readme).hasSizeLessThan(LONGEST);
    }

    @Test
    void its_links_lead_somewhere() {
        List<Path> targets = new ArrayList<>();
        for (String line : readme) {
            Matcher link = LINK.matcher(line);
            while (link.find()) {
                targets.add(Programs.repository().resolve(link.group(1)));
            }
        }
        assertThat(targets).isNotEmpty().allMatch(Files::exists);
    }

    /** The fenced blocks that open with this line. */
    private List<List<String>> blocks(String fence) {
        List<List<String>> blocks = new ArrayList<>();
        List<String> open = null;
        boolean inside = false;
        for (String line : readme) {
            if (inside && line.equals("```")) {
                inside = false;
            } else if (!inside && line.startsWith("```")) {
                inside = true;
                open = new ArrayList<>();
                if (line.equals(fence)) {
                    blocks.add(open);
                }
            } else if (inside) {
                open.add(line);
            }
        }
        return blocks;
    }

    private static List<List<String>> regions(Path source) {
        List<List<String>> regions = new ArrayList<>();
        List<String> open = null;
        for (String line : Programs.lines(source)) {
            String code = line.strip();
            if (code.equals("// README: end")) {
                open = null;
            } else if (code.startsWith("// README: ")) {
                open = new ArrayList<>();
                regions.add(open);
            } else if (open != null) {
                open.add(code);
            }
        }
        return regions;
    }

    private static List<String> withoutBlanks(List<String> lines) {
        return lines.stream().filter(line -> !line.isBlank()).toList();
    }
}
