package io.eventmanagement.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;

/**
 * The API's description (OpenAPI 3.1), which answers and requests are held against. Its schemas are JSON Schema 2020-12,
 * which the usual OpenAPI validators read only in part: they overlook {@code type} where it is a list.
 */
public final class ApiDescription {

    public static final Path FILE = Path.of("docs/openapi.yaml");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = load();
    private static final String ID = "https://localhost/openapi";
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012,
            factory -> factory.schemaLoaders(loaders -> loaders.schemas(Map.of(ID, DOCUMENT.toString()))));

    private ApiDescription() {
    }

    private static JsonNode load() {
        try {
            return new YAMLMapper().readTree(Files.readString(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An operation that is described.
     *
     * @param pointer where in the document
     */
    public record Operation(String method, String path, String pointer) {

        private JsonNode node() {
            return DOCUMENT.at(pointer);
        }

        private boolean isOf(String actual) {
            return actual.matches(path.replaceAll("\\{[^}]*}", "[^/]+") + "/?");
        }
    }

    public static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        DOCUMENT.get("paths").properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
            if (Set.of("get", "post", "put", "delete", "patch").contains(method)) {
                operations.add(new Operation(method.toUpperCase(Locale.ROOT), path.getKey(),
                        "/paths/" + path.getKey().replace("~", "~0").replace("/", "~1") + "/" + method));
            }
        }));
        return operations;
    }

    /** The operation that a request is of, if it is of any. */
    public static Optional<Operation> find(String method, String path) {
        return operations().stream().filter(operation -> operation.method.equals(method) && operation.isOf(path))
                // A name comes before a parameter.
                .min((a, b) -> Integer.compare(a.path.split("\\{").length, b.path.split("\\{").length));
    }

    /** The answer has a status, a media type and a body that are described. */
    public static void assertAnswer(Operation operation, int status, String mediaType, String body) {
        String what = operation.method + " " + operation.path + ": " + status + " " + body;
        if (status == 304) {
            assertThat(body).as(what).isNullOrEmpty();
            return;
        }
        JsonNode answer = operation.node().path("responses").path(String.valueOf(status));
        assertThat(answer.isMissingNode()).as("not described: " + what).isFalse();
        String type = mediaType == null ? "" : mediaType.split(";")[0].strip();
        assertThat(answer.path("content").has(type)).as("media type " + type + " of " + what).isTrue();
        assertThat(faults(operation.pointer + "/responses/" + status + "/content/" + type.replace("/", "~1"), body)).as(what)
                .isEmpty();
    }

    /** The body is one that is described as being served. */
    public static void assertServed(Operation operation, String body) {
        if (operation.node().has("requestBody")) {
            assertThat(faults(operation.pointer + "/requestBody/content/application~1json", body))
                    .as("served, but not as described: " + body).isEmpty();
        }
    }

    private static Set<ValidationMessage> faults(String content, String body) {
        try {
            return FACTORY.getSchema(SchemaLocation.of(ID + "#" + content + "/schema")).validate(JSON.readTree(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
