package io.eventmanagement.k8s;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.kustomize.v1beta1.Kustomization;

/** Reads manifests as the API server would with {@code --validate=strict}. */
final class StrictReader {

    private static final Map<String, Class<?>> KINDS = kinds();

    private static final ObjectMapper YAML = YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    private static final ObjectMapper MODELS = JsonMapper.builder().annotationIntrospector(new NothingElse())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final Findings findings;

    StrictReader(Findings findings) {
        this.findings = findings;
    }

    private static Map<String, Class<?>> kinds() {
        Map<String, Class<?>> kinds = new HashMap<>();
        for (KubernetesResource resource : ServiceLoader.load(KubernetesResource.class)) {
            if (resource instanceof HasMetadata object && object.getApiVersion() != null) {
                kinds.put(object.getApiVersion() + " " + object.getKind(), object.getClass());
            }
        }
        kinds.put("kustomize.config.k8s.io/v1beta1 Kustomization", Kustomization.class);
        kinds.put("kustomize.config.k8s.io/v1alpha1 Component", Kustomization.class);
        return kinds;
    }

    List<Object> read(String file, String text) {
        List<Object> objects = new ArrayList<>();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode> readValues(text)) {
            while (documents.hasNextValue()) {
                Object object = model(file, documents.nextValue());
                if (object != null) {
                    objects.add(object);
                }
            }
        } catch (JsonProcessingException e) {
            findings.add(file, "line " + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()), e.getOriginalMessage());
        } catch (IOException e) {
            findings.add(file, "all of it", e.getMessage());
        }
        return objects;
    }

    private Object model(String file, JsonNode given) {
        String kind = given.path("apiVersion").asText() + " " + given.path("kind").asText();
        Class<?> model = KINDS.get(kind);
        if (model == null) {
            findings.add(file, "apiVersion and kind", "there is no " + kind + ", but " + similar(given));
            return null;
        }
        String where = given.path("kind").asText() + given.at("/metadata/name").asText().transform(
                name -> name.isEmpty() ? "" : " " + name);
        if (model != Kustomization.class && given.at("/metadata/name").isMissingNode()) {
            findings.add(file, where + ": metadata.name", "there is none");
        }
        try {
            Object object = MODELS.treeToValue(given, model);
            new RoundTrip((field, what) -> findings.add(file, where + ": " + field, what))
                    .compare("", given, MODELS.valueToTree(object));
            return object;
        } catch (JsonProcessingException e) {
            findings.add(file, where + ": " + path(e), e.getOriginalMessage());
            return null;
        }
    }

    private static String similar(JsonNode given) {
        return KINDS.keySet().stream()
                .filter(kind -> kind.endsWith(" " + given.path("kind").asText())
                        || kind.startsWith(given.path("apiVersion").asText() + " "))
                .collect(Collectors.toCollection(TreeSet::new)).toString();
    }

    private static String path(JsonProcessingException e) {
        StringBuilder path = new StringBuilder();
        if (e instanceof JsonMappingException mapping) {
            for (JsonMappingException.Reference step : mapping.getPath()) {
                path.append(step.getFieldName() == null ? "[" + step.getIndex() + "]"
                        : (path.isEmpty() ? "" : ".") + step.getFieldName());
            }
        }
        return path.toString();
    }

    /** The models keep fields that they don't know, and write them again; here they have to be lost. */
    private static final class NothingElse extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return Boolean.FALSE;
        }

        @Override
        public Boolean hasAnyGetter(Annotated annotated) {
            return Boolean.FALSE;
        }

        @Override
        public boolean hasIgnoreMarker(AnnotatedMember member) {
            return member.hasAnnotation(JsonAnyGetter.class) || member.hasAnnotation(JsonAnySetter.class)
                    || super.hasIgnoreMarker(member);
        }
    }
}
