package io.eventmanagement.web;

import java.util.List;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;

import io.eventmanagement.paging.PageRequest;

/** Reads the query parameters of a collection. JAX-RS would take an empty parameter for a missing one. */
public final class PageParameters {

    private PageParameters() {
    }

    /** @throws io.eventmanagement.paging.InvalidParameterException naming all invalid parameters */
    public static PageRequest read(UriInfo uri) {
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        return PageRequest.read(parameters.getOrDefault("limit", List.of()), parameters.getOrDefault("cursor", List.of()));
    }
}
