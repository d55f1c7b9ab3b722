package io.eventmanagement.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.eventmanagement.paging.Page;
import io.eventmanagement.paging.PageRequest;
import io.eventmanagement.reads.Cached;
import io.vertx.core.http.HttpServerRequest;

/** Answers reads with objects, as JSON. The JSON is written here, since the ETag is made from its bytes. */
@ApplicationScoped
public class JsonAnswers {

    private final ObjectMapper mapper;

    JsonAnswers(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public RestResponse<byte[]> answer(Cached<?> read, HttpServerRequest request) {
        return ReadAnswers.answer(read.map(this::bytes), request);
    }

    public RestResponse<byte[]> answer(Cached<? extends Page<?>> read, PageRequest page, HttpServerRequest request) {
        if (read.value().next() != null) {
            request.response().putHeader(HttpHeaders.LINK, page.link(read.value().next()));
        }
        return answer(read, request);
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
