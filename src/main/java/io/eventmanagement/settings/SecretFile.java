package io.eventmanagement.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The secrets that may stand in a file instead, which a setting of the same name with {@code -file} behind it names. */
enum SecretFile {

    KEY("event-api.key"),
    CLIENT_SECRET("event-api.oauth-client-secret"),
    PROXY("event-api.proxy"),
    DATABASE_PASSWORD("database.password");

    /** Longer than any secret. */
    private static final int MOST_KIB = 64;

    final String property;
    final String fileProperty;

    SecretFile(String property) {
        this.property = property;
        this.fileProperty = property + "-file";
    }

    /** The one whose secret this property is. */
    static Optional<SecretFile> of(String property) {
        return Stream.of(values()).filter(secret -> secret.property.equals(property)).findAny();
    }

    /**
     * The file's text, without the line break at its end that editors add.
     *
     * @throws IOException whose message says what is wrong, and nothing of the text
     */
    static String read(String path) throws IOException {
        String text = new String(bytes(path, MOST_KIB), StandardCharsets.UTF_8).replaceFirst("\r?\n\\z", "");
        if (text.isEmpty()) {
            throw new IOException("the file is empty");
        }
        return text;
    }

    /** @throws IOException whose message says what is wrong, and nothing of what is in the file */
    static byte[] bytes(String path, int mostKib) throws IOException {
        Path file;
        try {
            file = Path.of(path);
        } catch (InvalidPathException e) {
            throw new IOException("this is no path");
        }
        if (!Files.exists(file)) {
            throw new IOException("there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("this is no file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(mostKib * 1024 + 1);
        } catch (IOException e) {
            throw new IOException("the file can't be read");
        }
        if (bytes.length > mostKib * 1024) {
            throw new IOException("the file is longer than " + mostKib + " KiB");
        }
        return bytes;
    }
}
