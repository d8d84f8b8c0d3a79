package dev.muster.example;

import dev.muster.client.Client;
import java.util.List;

/** The program of the README. */
public class Hello {
    public static void main(String[] arguments) {
        try (Client client = new Client()) { // all cores of this machine
            var squares = client.map(n -> n * n, List.of(1, 2, 3, 4)); // four tasks
            System.out.println(squares.results());
            System.out.println(squares.reduce(Integer::sum).result()); // adds where the squares are
        }
    }
}
