package io.eventmanagement.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.eventmanagement.cache.Cached;
import io.eventmanagement.paging.Page;
import io.eventmanagement.paging.PageRequest;

/** Answers reads with objects, as JSON. Written here, since an answer's tag is made of its bytes. */
@ApplicationScoped
public class JsonAnswers {

    private final ObjectMapper mapper;

    JsonAnswers(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public Response answer(Cached<?> read, HttpHeaders request) {
        return ReadAnswers.answer(read.map(this::bytes), request);
    }

    public Response answer(Cached<? extends Page<?>> read, PageRequest page, HttpHeaders request) {
        ResponseBuilder response = ReadAnswers.building(read.map(this::bytes), request);
        String next = read.value().next();
        return (next == null ? response : response.header(HttpHeaders.LINK, page.link(next))).build();
    }

    /** @return the value's JSON in UTF-8 */
    public byte[] bytes(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
