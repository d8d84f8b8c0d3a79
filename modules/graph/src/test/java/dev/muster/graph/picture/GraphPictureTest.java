package dev.muster.graph.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.graph.Key;
import dev.muster.graph.Task;
import dev.muster.graph.TaskGraph;
import dev.muster.graph.Work;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class GraphPictureTest {

    private static final Work NOTHING = inputs -> null;

    @Test
    void every_task_is_a_box_and_every_link_an_arrow() throws Exception {
        Document svg = parsed(GraphPicture.svg(pipeline(4)));

        // 4 × (load, clean), one combine, which is the goal
        assertThat(texts(svg, "g", "class", "box")).hasSize(9);
        assertThat(elements(svg, "path", "class", "arrow")).hasSize(8);
        assertThat(texts(svg, "text", "class", "title")).contains("load", "clean", "combine");
        assertThat(texts(svg, "text", "class", "detail"))
                .contains("load-0", "clean-3")
                .doesNotContain("combine");
        assertThat(texts(svg, "text", "class", "caption")).containsExactly("9 tasks · 1 goal");
        assertThat(texts(svg, "text", "class", "legend")).containsExactly("load × 4", "clean × 4", "combine × 1");
    }

    @Test
    void a_goal_has_a_second_border() throws Exception {
        Document svg = parsed(GraphPicture.svg(pipeline(4)));

        List<Element> boxes = elements(svg, "g", "class", "box");
        List<Integer> borders = boxes.stream()
                .map(box -> box.getElementsByTagName("rect").getLength())
                .toList();
        assertThat(borders).hasSize(9).containsOnlyOnce(2).contains(1);
    }

    @Test
    void tasks_of_one_kind_share_a_colour_that_no_other_kind_has() throws Exception {
        Document svg = parsed(GraphPicture.svg(pipeline(4)));

        List<String> colours = elements(svg, "g", "class", "box").stream()
                .map(box -> lastRectangle(box).getAttribute("fill"))
                .distinct()
                .toList();
        assertThat(colours).hasSize(3).allMatch(colour -> colour.matches("#[0-9a-f]{6}"));
    }

    @Test
    void any_name_makes_a_well_formed_picture() throws Exception {
        String nasty = "a<b> & \"c\" 'd' ]]> \\ \u0000\u0007\uD800 \uFFFF 日本 😀 %s";
        TaskGraph graph = TaskGraph.builder()
                .add(new Task(new Key(nasty, 1), nasty, NOTHING, List.of()))
                .build();

        Document svg = parsed(GraphPicture.svg(graph));

        String shown = "a<b> & \"c\" 'd' ]]> \\ \uFFFD\uFFFD\uFFFD \uFFFD 日本 😀 %s";
        assertThat(texts(svg, "text", "class", "legend").get(0)).startsWith("a<b> & \"c\" 'd' ]]>");
        assertThat(elements(svg, "g", "class", "box").get(0).getTextContent()).contains(shown);
        assertThat(GraphPicture.dot(graph)).contains("label=\"a<b> & \\\"c\\\" 'd' ]]> \\\\ ");
    }

    @Test
    void a_long_name_is_shortened_in_its_box_and_whole_in_its_hint() throws Exception {
        String name = "transform".repeat(20);
        TaskGraph graph = TaskGraph.builder()
                .add(new Task(Key.parse("x"), name, NOTHING, List.of()))
                .build();

        Document svg = parsed(GraphPicture.svg(graph));

        assertThat(texts(svg, "text", "class", "title").get(0))
                .startsWith("transform")
                .endsWith("…")
                .hasSizeLessThan(40);
        assertThat(elements(svg, "g", "class", "box").get(0).getTextContent()).contains(name);
    }

    @Test
    void numbers_are_written_the_same_in_every_locale() {
        TaskGraph graph = pipeline(3);
        String expected = GraphPicture.svg(graph);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(GraphPicture.svg(graph)).isEqualTo(expected);
            Locale.setDefault(Locale.GERMANY);
            assertThat(GraphPicture.svg(graph)).isEqualTo(expected);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void dot_names_every_task_and_link() {
        TaskGraph graph = TaskGraph.builder()
                .add(new Task(Key.parse("load-0"), "load", NOTHING, List.of()))
                .add(new Task(Key.parse("count"), "count", NOTHING, List.of(Key.parse("load-0"))))
                .build();

        assertThat(GraphPicture.dot(graph).lines())
                .startsWith("digraph muster {")
                .anyMatch(line ->
                        line.startsWith("  n0 [label=\"load\\nload-0\", tooltip=\"load-0 · load · no inputs\","))
                .anyMatch(line -> line.startsWith("  n1 [label=\"count\",") && line.endsWith("peripheries=2];"))
                .contains("  n0 -> n1;")
                .endsWith("}");
    }

    @Test
    void an_empty_graph_has_a_picture() throws Exception {
        TaskGraph empty = TaskGraph.builder().build();

        assertThat(texts(parsed(GraphPicture.svg(empty)), "text", "class", "caption"))
                .containsExactly("0 tasks · 0 goals");
        assertThat(GraphPicture.dot(empty)).startsWith("digraph");
    }

    @Test
    void a_large_graph_is_drawn_by_layers_and_kinds() throws Exception {
        Document svg = parsed(GraphPicture.svg(pipeline(100_000)));

        assertThat(texts(svg, "text", "class", "title")).containsExactly("load", "clean", "combine");
        assertThat(texts(svg, "text", "class", "detail")).containsExactly("× 100,000", "× 100,000", "combine");
        assertThat(texts(svg, "text", "class", "links")).containsExactly("× 100,000", "× 100,000");
        assertThat(texts(svg, "text", "class", "caption").get(0)).startsWith("200,001 tasks · 1 goal");
    }

    @Test
    void a_large_graph_of_many_layers_is_drawn_by_kinds() throws Exception {
        //  even-0 → odd-1 → even-2 → odd-3 → …
        TaskGraph.Builder builder = TaskGraph.builder();
        for (int i = 0; i < 100_000; i++) {
            List<Key> inputs = i == 0 ? List.of() : List.of(new Key("t", i - 1));
            builder.add(new Task(new Key("t", i), i % 2 == 0 ? "even" : "odd", NOTHING, inputs));
        }

        Document svg = parsed(GraphPicture.svg(builder.build()));

        assertThat(texts(svg, "text", "class", "title")).containsExactly("even", "odd");
        assertThat(texts(svg, "text", "class", "links")).containsExactlyInAnyOrder("× 50,000", "× 49,999");
        // The arrow back has its head at the beginning.
        assertThat(elements(svg, "path", "class", "arrow"))
                .extracting(arrow -> arrow.hasAttribute("marker-start"))
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void a_kind_that_feeds_itself_says_so() throws Exception {
        TaskGraph.Builder builder = TaskGraph.builder();
        for (int i = 0; i < 1_000; i++) {
            List<Key> inputs = i == 0 ? List.of() : List.of(new Key("step", i - 1));
            builder.add(new Task(new Key("step", i), "step", NOTHING, inputs));
        }

        assertThat(texts(parsed(GraphPicture.svg(builder.build())), "text", "class", "detail"))
                .containsExactly("× 1,000 ↻");
    }

    @Test
    void of_very_many_kinds_the_rarest_share_a_box() throws Exception {
        TaskGraph.Builder builder = TaskGraph.builder();
        for (int i = 0; i < 2_000; i++) {
            builder.add(new Task(new Key("t", i), "kind" + Math.min(i, 1_500), NOTHING, List.of()));
        }

        List<String> titles = texts(parsed(GraphPicture.svg(builder.build())), "text", "class", "title");

        assertThat(titles).hasSize(GraphPicture.MOST_TASKS_DRAWN).contains("kind1500", "other kinds");
    }

    /** So many load → clean, all joined by one combine. */
    private static TaskGraph pipeline(int width) {
        TaskGraph.Builder builder = TaskGraph.builder();
        List<Key> cleaned = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            builder.add(new Task(new Key("load", i), "load", NOTHING, List.of()));
            builder.add(new Task(new Key("clean", i), "clean", NOTHING, List.of(new Key("load", i))));
            cleaned.add(new Key("clean", i));
        }
        return builder.add(new Task(Key.parse("combine"), "combine", NOTHING, cleaned))
                .build();
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static Element lastRectangle(Element box) {
        NodeList rectangles = box.getElementsByTagName("rect");
        return (Element) rectangles.item(rectangles.getLength() - 1);
    }

    private static List<String> texts(Document svg, String tag, String attribute, String value) {
        return elements(svg, tag, attribute, value).stream()
                .map(Element::getTextContent)
                .toList();
    }

    private static List<Element> elements(Document svg, String tag, String attribute, String value) {
        List<Element> found = new ArrayList<>();
        NodeList all = svg.getElementsByTagName(tag);
        for (int i = 0; i < all.getLength(); i++) {
            if (((Element) all.item(i)).getAttribute(attribute).equals(value)) {
                found.add((Element) all.item(i));
            }
        }
        return found;
    }
}
