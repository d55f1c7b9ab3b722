package io.eventmanagement.problem;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.smallrye.openapi.OpenApiFilter;

/**
 * Adds to the API's description every problem that an operation may be answered with: from {@link ProblemType}, so none is
 * missed.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemDescription implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getComponents().getSchemas().get(Problem.NAME).getProperties().get("type")
                .setEnumeration(Stream.of(ProblemType.values()).<Object> map(ProblemType::urn).toList());
        for (ProblemType type : ProblemType.values()) {
            api.getComponents().addExample(name(type), OASFactory.createExample().summary(type.title()).value(example(type)));
        }
        Map<Integer, List<ProblemType>> byStatus = Stream.of(ProblemType.values())
                .collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()));
        api.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((method, operation) -> describe(path, method, operation, byStatus)));
    }

    private static void describe(String path, HttpMethod method, Operation operation,
            Map<Integer, List<ProblemType>> byStatus) {
        for (Entry<Integer, List<ProblemType>> status : byStatus.entrySet()) {
            List<ProblemType> types = new ArrayList<>(status.getValue());
            types.removeIf(type -> !answers(type, path, method == HttpMethod.POST));
            if (!types.isEmpty()) {
                operation.getResponses().addAPIResponse(String.valueOf(status.getKey()), response(types));
            }
        }
    }

    private static boolean answers(ProblemType type, String path, boolean adds) {
        boolean v1 = path.startsWith("/api/v1/");
        boolean isOperation = path.startsWith("/api/v1/operations/");
        return switch (type) {
            // These are answers where there is no operation.
            case NOT_FOUND, METHOD_NOT_ALLOWED -> false;
            case UNREADABLE_BODY, INVALID_EVENT, UNKNOWN_USER, EVENT_REFUSED -> adds;
            case IDEMPOTENCY_KEY_IN_USE, IDEMPOTENCY_KEY_REUSED -> adds;
            case INVALID_PARAMETER -> adds || v1 && !path.endsWith("}");
            case NO_SUCH_OPERATION -> isOperation;
            case DATABASE_UNAVAILABLE -> adds || isOperation;
            // It is told in an operation.
            case DELIVERY_EXPIRED -> false;
            // To operators.
            case FOREIGN_PAGE, WRONG_STATE -> false;
            case NO_SUCH_USER -> path.contains("{id}") && !isOperation;
            case NO_SUCH_EVENT -> path.contains("{key}");
            default -> true;
        };
    }

    private static APIResponse response(List<ProblemType> types) {
        Map<String, Example> examples = new LinkedHashMap<>();
        types.forEach(type -> examples.put(name(type), OASFactory.createExample().ref(name(type))));
        APIResponse response = OASFactory.createAPIResponse()
                .description(types.stream().map(ProblemType::title).distinct().collect(Collectors.joining(" · ")))
                .content(OASFactory.createContent().addMediaType(ProblemWriter.MEDIA_TYPE, OASFactory.createMediaType()
                        .schema(OASFactory.createSchema().ref(Problem.NAME)).examples(examples)));
        if (types.get(0).status() == 503) {
            response.addHeader("Retry-After", OASFactory.createHeader().description("Seconds to wait, where that is known.")
                    .schema(OASFactory.createSchema().addType(SchemaType.INTEGER).minimum(BigDecimal.ONE)));
        }
        return response;
    }

    private static String name(ProblemType type) {
        return type.urn().replace("urn:problem:", "");
    }

    private static Map<?, ?> example(ProblemType type) {
        return new ObjectMapper().convertValue(Problem.of(new Diagnosis(type, null, null, null, null), "/api/v1/events",
                "0f7ab0c2-5ad1-4c1e-9a55-4f1f5c0a7d10", null), Map.class);
    }
}
