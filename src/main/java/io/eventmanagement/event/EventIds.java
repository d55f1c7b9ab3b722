package io.eventmanagement.event;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/**
 * Makes the ids of new events: UUIDs of version 7 (RFC 9562), unique across replicas and ordered by time. Milliseconds,
 * which earlier clients used, collide under load, and event.com then overwrites somebody's event.
 */
@ApplicationScoped
class EventIds {

    private final TimeBasedEpochGenerator generator = Generators.timeBasedEpochGenerator();

    String next() {
        return generator.generate().toString();
    }
}
