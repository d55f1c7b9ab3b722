package io.eventmanagement.user;

import static io.eventmanagement.web.ReadAnswers.wish;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

import io.eventmanagement.paging.PageRequest;
import io.eventmanagement.web.JsonAnswers;
import io.eventmanagement.web.PageParameters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;

/** The routes of users in version 1 of the API. */
@Path("/api/v1")
@Tag(name = "v1")
@Produces(MediaType.APPLICATION_JSON)
class UserResource {

    /** The schema of a page of users, in the API's description. */
    @Schema(name = "UserPage")
    record UserPage(@Schema(required = true) List<User> items,
            @Schema(required = true, nullable = true, description = PageRequest.ABOUT_NEXT, examples = "YWZ0ZXI6NTA") String next) {
    }

    private final UserService users;
    private final JsonAnswers json;

    UserResource(UserService users, JsonAnswers json) {
        this.users = users;
        this.json = json;
    }

    @GET
    @Path("/users")
    @Operation(operationId = "listUsers", summary = "All users, page by page")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = PageRequest.ABOUT_LIMIT, schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = PageRequest.ABOUT_CURSOR, schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "A page of users.", content = @Content(schema = @Schema(implementation = UserPage.class)))
    public Uni<RestResponse<byte[]>> list(
            @Context UriInfo uri, @Context HttpServerRequest request) {
        PageRequest page = PageParameters.read(uri);
        return users.page(page, wish(request)).map(found -> json.answer(found, page, request));
    }

    @GET
    @Path("/users/{id}")
    @Operation(operationId = "getUser", summary = "One user")
    @APIResponse(responseCode = "200", description = "The user.", content = @Content(schema = @Schema(implementation = User.class)))
    public Uni<RestResponse<byte[]>> byId(@Parameter(description = "The user's id.", example = "1") @RestPath String id,
            @Context HttpServerRequest request) {
        return users.byId(id, wish(request)).map(user -> json.answer(user, request));
    }
}
