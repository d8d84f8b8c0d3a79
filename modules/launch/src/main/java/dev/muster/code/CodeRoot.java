package dev.muster.code;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One place that classes come from, as it was when it was looked at. Immutable.
 *
 * @param path the jar, or the class folder
 * @param folder whether it is a folder
 * @param hash of a jar's content, or of a folder's class files and what is known of its other files
 * @param jar where the classes are read from: the jar itself, or a packed copy of the folder's class files; empty for
 *     a folder without any
 * @param size of {@code jar} in bytes, to notice that it was replaced; 0 if there is none
 * @param time of {@code jar}'s last change in milliseconds; 0 if there is none
 */
public record CodeRoot(Path path, boolean folder, String hash, Optional<Path> jar, long size, long time) {

    void writeTo(DataOutput out) throws IOException {
        out.writeUTF(path.toString());
        out.writeBoolean(folder);
        out.writeUTF(hash);
        out.writeUTF(jar.map(Path::toString).orElse(""));
        out.writeLong(size);
        out.writeLong(time);
    }

    static CodeRoot readFrom(DataInput in) throws IOException {
        Path path = Path.of(in.readUTF());
        boolean folder = in.readBoolean();
        String hash = in.readUTF();
        String jar = in.readUTF();
        Optional<Path> file = jar.isEmpty() ? Optional.empty() : Optional.of(Path.of(jar));
        return new CodeRoot(path, folder, hash, file, in.readLong(), in.readLong());
    }
}
