package dev.muster.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The last lines of what happened, kept as objects and put into words only if somebody asks. Owned by one simulation. */
final class Story {
    private static final Pattern SPEC = Pattern.compile("TaskSpec\\[kind=(\\d+).*?atMostOnce=\\w+\\]");
    private static final Pattern ID = Pattern.compile("\\b\\d{10,18}\\b");

    private final String[] who;
    private final String[] verb;
    private final @Nullable Object[] what;
    private final long[] when;
    private final boolean trace;
    private long count;
    private long print;

    Story(int capacity, boolean trace) {
        who = new String[capacity];
        verb = new String[capacity];
        what = new Object[capacity];
        when = new long[capacity];
        this.trace = trace;
    }

    void note(long now, String name, String does, @Nullable Object object) {
        int at = (int) (count++ % who.length);
        who[at] = name;
        verb[at] = does;
        what[at] = object;
        when[at] = now;
        print = Chance.mix(print ^ now) + does.hashCode();
        if (trace) {
            System.out.println(line(at));
        }
    }

    /** How many lines there were. */
    long count() {
        return count;
    }

    /** Equal for runs in which the same things happened at the same times. */
    long fingerprint() {
        return print;
    }

    /** The last {@code n} lines, oldest first. */
    List<String> last(int n) {
        List<String> lines = new ArrayList<>();
        for (long i = Math.max(0, count - Math.min(n, who.length)); i < count; i++) {
            lines.add(line((int) (i % who.length)));
        }
        return lines;
    }

    private String line(int at) {
        String object = what[at] == null ? "" : " " + what[at];
        return String.format("%,15d ns  %-8s %s%s", when[at], who[at], verb[at], shorten(object));
    }

    private static String shorten(String text) {
        // What a submission asks for is long and says little; ids are easier to follow in hexadecimal.
        String brief = SPEC.matcher(text).replaceAll("kind $1");
        brief = ID.matcher(brief).replaceAll(id -> Long.toHexString(Long.parseLong(id.group())));
        return cut(brief);
    }

    private static String cut(String text) {
        return text.length() <= 2600 ? text : text.substring(0, 2600) + "… (" + text.length() + " characters)";
    }
}
