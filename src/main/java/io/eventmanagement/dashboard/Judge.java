package io.eventmanagement.dashboard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.eventmanagement.dashboard.Signs.Calls;
import io.eventmanagement.dashboard.Verdict.Cause;
import io.eventmanagement.dashboard.Verdict.Condition;
import io.eventmanagement.time.Time;

/**
 * Says how the service is, whether that is event.com or us, and since when. An open circuit and a database that was down still
 * count
 * for as long as the errors that they made are among the signs. Not thread-safe.
 */
final class Judge {

    private final Time time;

    private Condition condition = Condition.WELL;
    private Instant since;
    private final Recent heldBack = new Recent();
    private final Recent database = new Recent();

    Judge(Time time) {
        this.time = time;
        this.since = time.instant();
    }

    Verdict judge(Signs signs) {
        Condition now = signs.isFailing() ? Condition.FAILING : signs.isDegraded() ? Condition.DEGRADED : Condition.WELL;
        if (now != condition) {
            condition = now;
            since = time.instant();
        }
        heldBack.see(signs.holdsCallsBack());
        database.see(signs.databaseDown());
        Cause cause = now == Condition.WELL ? Cause.NOBODY : cause(signs, now);
        return new Verdict(now, since, cause, headline(signs, now, cause), notes(signs));
    }

    /** Whether something is so, or was within the window. */
    private final class Recent {

        private long until;
        private boolean wasEver;

        void see(boolean isNow) {
            if (isNow) {
                wasEver = true;
                until = time.nanos() + TimeUnit.SECONDS.toNanos(Flow.WINDOW + 1);
            }
        }

        boolean is() {
            return wasEver && until - time.nanos() >= 0;
        }
    }

    /**
     * A 500 is ours whatever event.com does, and so is our access to it; other errors are its own as long as it fails.
     */
    private Cause cause(Signs signs, Condition now) {
        boolean areBugs = now == Condition.FAILING && areBugs(signs);
        if (areBugs || signs.lacksAccess()) {
            return Cause.US;
        }
        if (signs.eventComFails() || heldBack.is()) {
            return Cause.EVENT_COM;
        }
        return database.is() ? Cause.DATABASE : Cause.US;
    }

    private static String headline(Signs signs, Condition condition, Cause cause) {
        if (condition == Condition.WELL) {
            return signs.calls().all() > 0 ? "Event.com answers, and so do we." : "Nothing is wrong, as far as anybody asked.";
        }
        boolean fails = condition == Condition.FAILING;
        String served = signs.errors() > 0 ? ". Most clients are still served." : ". Clients are still served.";
        return switch (cause) {
            case EVENT_COM -> !signs.eventComFails() ? "It was event.com, which answers again."
                    : "It is event.com" + (signs.databaseDown() ? " and our database" : "")
                            + (fails ? ", and clients notice." : served);
            case DATABASE -> !signs.databaseDown() ? "It was our database, which is up again."
                    : "It is our database" + (fails ? ", and clients notice." : served);
            default -> ours(signs, fails, served);
        };
    }

    private static String ours(Signs signs, boolean fails, String served) {
        boolean areBugs = fails && areBugs(signs);
        if (signs.lacksAccess() && !areBugs) {
            return "It is our access to event.com" + (fails ? ", and clients notice." : served);
        }
        return fails ? "It is us: event.com " + (signs.calls().all() > 0 ? "answers." : "isn't even asked.")
                : "It is us: adds wait although event.com answers.";
    }

    private static boolean areBugs(Signs signs) {
        return signs.bugs() * 2 > signs.errors();
    }

    private static List<String> notes(Signs signs) {
        List<String> notes = new ArrayList<>();
        if (signs.errors() > 0) {
            notes.add(percent(signs.errors(), signs.answers()) + " of our answers are errors.");
        }
        if (signs.bugs() > 0) {
            notes.add(signs.bugs() + (signs.bugs() == 1 ? " is" : " are") + " a fault of ours (500): see the log.");
        }
        addOfCalls(signs.calls(), notes);
        if (!signs.notClosed().isEmpty()) {
            notes.add("Not closed: " + String.join(", ", signs.notClosed()) + ".");
        }
        if (signs.stale() > 0) {
            notes.add(signs.stale() + (signs.stale() == 1 ? " read was" : " reads were")
                    + " answered with the last good answer.");
        }
        if (signs.hasOldBacklog()) {
            notes.add("An accepted add has waited for longer than a minute.");
        }
        if (signs.databaseDown()) {
            notes.add("The database is down: accepted adds and idempotency keys are refused.");
        }
        if (signs.redisDown()) {
            notes.add("Redis is down: this replica shares nothing with others.");
        }
        return notes;
    }

    private static void addOfCalls(Calls calls, List<String> notes) {
        if (calls.lacksToken()) {
            notes.add("There is no access token for event.com: see the log for what its endpoint says.");
        }
        if (calls.unauthorized() > 0) {
            notes.add(percent(calls.unauthorized(), calls.all())
                    + " of the calls to event.com were refused for our credentials.");
        }
        if (calls.failed() > 0) {
            notes.add(percent(calls.failed(), calls.all()) + " of the calls to event.com failed.");
        }
        if (calls.isFull()) {
            notes.add(calls.isLimited() ? "Event.com takes no more than " + calls.limit() + " calls at once, and requests wait."
                    : "As many calls as there may be (" + calls.limit() + ") are under way, and requests wait.");
        }
    }

    private static String percent(int part, int all) {
        double percent = 100.0 * part / Math.max(1, all);
        return String.format(Locale.ROOT, percent < 10 ? "%.1f %%" : "%.0f %%", percent);
    }
}
