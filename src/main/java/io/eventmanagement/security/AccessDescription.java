package io.eventmanagement.security;

import java.util.List;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

import io.quarkus.smallrye.openapi.OpenApiFilter;

/** Adds to the API's description which scope each operation needs. {@link Access} decides both this and real requests. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class AccessDescription implements OASFilter {

    private static final String SCHEME = "token";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        api.getComponents().addSecurityScheme(SCHEME, OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP).scheme("bearer").bearerFormat("JWT")
                .description("Needed where the service asks for tokens (OIDC_ENABLED)."));
        api.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((method, operation) -> Access.scope(method.name(), path).ifPresent(scope -> operation
                        .addSecurityRequirement(OASFactory.createSecurityRequirement())
                        .addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(SCHEME, List.of(scope))))));
    }
}
