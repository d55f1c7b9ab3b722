package io.eventmanagement.upstream;

import static io.eventmanagement.UpstreamTest.request;

import io.eventmanagement.circuit.Circuits;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

/** Each call to event.com, with the client's request that makes it. */
enum Call {

    GET_USERS(Circuits.GET_USERS, "/getUsers", "/getUsers", "[{\"id\":1},{\"id\":2}]"),
    GET_EVENTS(Circuits.GET_EVENTS, "/getEvents", "/getEvents", "[{\"id\":1},{\"id\":2}]"),
    GET_USER(Circuits.GET_USER_BY_ID, "/getEventsByUserId/1", "/getUserById/1", "{\"id\":1,\"events\":[]}"),
    GET_EVENT(Circuits.GET_EVENT_BY_ID, "/getEventsByUserId/2", "/getEventById/e", "{\"id\":1,\"name\":\"Event\"}"),
    ADD_EVENT(Circuits.ADD_EVENT, "/addEvent", "/addEvent", "{\"success\":true,\"more\":1}");

    final String circuit;
    /** What the client calls. */
    final String route;
    /** What event.com is called with. */
    final String url;
    /** An answer of event.com that is as promised. */
    final String good;

    Call(String circuit, String route, String url, String good) {
        this.circuit = circuit;
        this.route = route;
        this.url = url;
        this.good = good;
    }

    boolean isRead() {
        return this != ADD_EVENT;
    }

    /** Sends the client's request, which takes no cached answer. */
    Response send() {
        return isRead() ? request().header("Cache-Control", "no-cache").get(route)
                : request().contentType(ContentType.JSON).body("{\"name\":\"n\",\"userId\":\"3\"}").post(route);
    }
}
