package io.eventmanagement.runtime;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

import io.smallrye.faulttolerance.RequestContextIntegration;

/**
 * Keeps the fault-tolerance engine from activating CDI's request scope for each call. A call may serve more than one request,
 * and nothing in it belongs to a single one.
 */
@Singleton
@Alternative
@Priority(1)
class EngineRequestScope extends RequestContextIntegration {

    private static final RequestContextController NONE = new RequestContextController() {

        @Override
        public boolean activate() {
            return false;
        }

        @Override
        public void deactivate() {
            // It was never activated.
        }
    };

    @Override
    public RequestContextController get() {
        return NONE;
    }
}
