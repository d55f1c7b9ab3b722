package io.eventmanagement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Dockerfile, and what is wrong with it. */
final class Dockerfile {

    private static final Pattern EXACT = Pattern.compile("[^:]+:[0-9]+\\.[0-9][^:]*");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z]+)}");
    private static final Pattern EXEC_FORM = Pattern.compile("\\[(\"[^\"]+\"(, )?)+]");
    private static final List<String> LABELS = List.of("title", "description", "licenses", "version", "revision", "source");

    /** What the build that a Dockerfile's header names makes. */
    private static final Set<String> BUILT = Set.of("target/quarkus-app/app", "target/quarkus-app/lib",
            "target/quarkus-app/quarkus", "target/*-runner", "target/sbom.json");

    private final String name;
    private final String text;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private final Set<String> stages = new HashSet<>();
    /** Of the last stage, which is the image. */
    private final Map<String, String> image = new HashMap<>();

    Dockerfile(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** Each begins with the instruction that it is about. */
    List<String> faults() {
        String header = text.lines().takeWhile(line -> line.startsWith("#")).reduce("", (all, line) -> all + line + "\n");
        if (!header.contains("docker build -f src/main/docker/" + name + " ") || !header.contains("docker run ")) {
            faults.add("header: doesn't say how to build " + name + " and run it");
        }
        text.replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n\\s*", "").lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] parts = line.split(" ", 2);
            look(parts[0], resolved(parts[1]));
        });
        checkImage();
        return faults;
    }

    private String resolved(String arguments) {
        return VARIABLE.matcher(arguments)
                .replaceAll(found -> Matcher.quoteReplacement(variables.getOrDefault(found.group(1), found.group())));
    }

    private void look(String instruction, String arguments) {
        switch (instruction) {
            case "ARG" -> {
                String[] parts = arguments.split("=", 2);
                variables.put(parts[0], parts[1]);
            }
            case "FROM" -> {
                String[] parts = arguments.split(" AS ");
                checkTag("FROM ", parts[0]);
                if (parts.length > 1) {
                    stages.add(parts[1]);
                }
                image.clear();
            }
            case "COPY" -> copy(arguments);
            default -> image.put(instruction, arguments);
        }
    }

    private void checkTag(String where, String base) {
        if (!stages.contains(base) && !EXACT.matcher(base).matches()) {
            faults.add(where + base + ": no exact tag, and no stage");
        }
    }

    private void copy(String arguments) {
        List<String> paths = new ArrayList<>();
        boolean fromContext = true;
        for (String argument : arguments.split(" ")) {
            if (argument.startsWith("--from=")) {
                fromContext = false;
                checkTag("COPY --from=", argument.substring("--from=".length()));
            } else if (!argument.startsWith("--")) {
                paths.add(argument.replaceAll("/$", ""));
            }
        }
        if (fromContext) {
            paths.subList(0, paths.size() - 1).forEach(this::checkSource);
        }
    }

    private void checkSource(String source) {
        if (!isLetIn(source.replace("*", "x"))) {
            faults.add("COPY " + source + ": .dockerignore keeps it out");
        }
        if (!BUILT.contains(source) && !Files.exists(Path.of(source))) {
            faults.add("COPY " + source + ": no such file, and the build makes none");
        }
    }

    private void checkImage() {
        String user = image.getOrDefault("USER", "");
        if (user.isEmpty()) {
            faults.add("USER: missing");
        } else if (!user.matches("[1-9][0-9]*")) {
            faults.add("USER " + user + ": not a number, or root's");
        }
        String entrypoint = image.getOrDefault("ENTRYPOINT", "");
        if (!EXEC_FORM.matcher(entrypoint).matches()) {
            faults.add("ENTRYPOINT " + entrypoint + ": not in exec form, so it wouldn't be told to end");
        }
        String ports = ports();
        if (!ports.equals(image.get("EXPOSE"))) {
            faults.add("EXPOSE " + image.get("EXPOSE") + ": the service's ports are " + ports);
        }
        String labels = image.getOrDefault("LABEL", "");
        LABELS.stream().map("org.opencontainers.image."::concat).filter(label -> !labels.contains(label + "=\""))
                .forEach(label -> faults.add("LABEL " + label + ": missing"));
    }

    private static String ports() {
        Properties defaults = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            defaults.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return defaults.getProperty("PORT") + " " + defaults.getProperty("MANAGEMENT_PORT");
    }

    /** Whether .dockerignore lets this file through: the last pattern counts that is that of it or of a directory it is in. */
    static boolean isLetIn(String file) {
        boolean letIn = true;
        for (String line : ignored()) {
            boolean exception = line.startsWith("!");
            var pattern = FileSystems.getDefault().getPathMatcher("glob:" + line.substring(exception ? 1 : 0));
            for (Path path = Path.of(file); path != null; path = path.getParent()) {
                if (pattern.matches(path)) {
                    letIn = exception;
                    break;
                }
            }
        }
        return letIn;
    }

    private static List<String> ignored() {
        try {
            return Arrays.stream(Files.readString(Path.of(".dockerignore")).split("\n"))
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
