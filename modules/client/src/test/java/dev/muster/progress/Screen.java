package dev.muster.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal in memory: obeys what the painter sends, so that tests see what a person would. Used by one thread. */
final class Screen {

    private static final Pattern CONTROL = Pattern.compile("\u001b\\[(\\??[0-9;]*)([A-Za-z])");

    private final int columns;
    private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;
    private boolean wraps = true;

    Screen(int columns) {
        this.columns = columns;
    }

    Screen write(String text) {
        Matcher control = CONTROL.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (control.find(at) && control.start() == at) {
                obey(control.group(1), control.group(2).charAt(0));
                at = control.end();
            } else {
                put(text.charAt(at));
                at++;
            }
        }
        return this;
    }

    private void obey(String argument, char command) {
        switch (command) {
            case 'A' -> row = Math.max(0, row - Integer.parseInt(argument));
            case 'K' -> clearLine();
            case 'J' -> {
                clearLine();
                rows.subList(row + 1, rows.size()).clear();
            }
            case 'l', 'h' -> wraps = command == 'h';
            case 'm' -> {}
            default -> throw new AssertionError("unknown control " + argument + command);
        }
    }

    private void clearLine() {
        if (rows.get(row).length() > column) {
            rows.get(row).setLength(column);
        }
    }

    private void put(char character) {
        if (character == '\n') {
            next();
            return;
        }
        if (character == '\r') {
            column = 0;
            return;
        }
        if (column == columns) {
            if (!wraps) {
                return;
            }
            next();
        }
        StringBuilder line = rows.get(row);
        while (line.length() <= column) {
            line.append(' ');
        }
        line.setCharAt(column, character);
        column++;
    }

    private void next() {
        row++;
        column = 0;
        if (row == rows.size()) {
            rows.add(new StringBuilder());
        }
    }

    /** What is seen, without blank lines at the end. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        rows.forEach(line -> lines.add(line.toString().stripTrailing()));
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }
}
