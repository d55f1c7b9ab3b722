package io.eventmanagement.problem;

import jakarta.inject.Singleton;

import io.eventmanagement.delivery.Problems;
import io.vertx.core.json.JsonObject;

/** What ended an operation, with the members of an error that aren't a request's own. */
@Singleton
class OperationProblems implements Problems {

    @Override
    public String describe(Throwable thrown) {
        Diagnosis diagnosis = Diagnosis.of(thrown);
        return json(diagnosis.type(), diagnosis.detail());
    }

    @Override
    public String expired() {
        return json(ProblemType.DELIVERY_EXPIRED, null);
    }

    private static String json(ProblemType type, String detail) {
        return new JsonObject().put("type", type.urn()).put("title", type.title()).put("status", type.status())
                .put("detail", detail == null ? type.detail() : detail).encode();
    }
}
