package io.eventmanagement.paging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.eventmanagement.paging.InvalidParameterException.ParameterError;

/**
 * The page of a collection that a client asks for.
 *
 * @param offset the index of its first item, counted from 0
 * @param limit how many items it has at most
 */
public record PageRequest(int offset, int limit) {

    public static final String ABOUT_LIMIT = "The maximum number of items on the page.";
    public static final String ABOUT_CURSOR = "The cursor that the previous page has as next.";
    public static final String ABOUT_NEXT = "The cursor of the next page; null on the last one.";

    private static final int MOST = 200;
    private static final int USUAL = 50;

    /** Clients don't need to understand a cursor, so its content may change. */
    private static final Pattern CURSOR = Pattern.compile("after:(0|[1-9]\\d{0,8})");

    /**
     * Reads the query parameters {@code limit} and {@code cursor}, each of which may be given at most once.
     *
     * @throws InvalidParameterException naming all invalid parameters
     */
    public static PageRequest read(List<String> limits, List<String> cursors) {
        List<ParameterError> errors = new ArrayList<>();
        PageRequest page = new PageRequest(offset(cursors, errors), limit(limits, errors));
        if (!errors.isEmpty()) {
            throw new InvalidParameterException(errors);
        }
        return page;
    }

    private static int limit(List<String> limits, List<ParameterError> errors) {
        if (limits.isEmpty()) {
            return USUAL;
        }
        String limit = limits.get(0);
        if (limits.size() > 1 || !limit.matches("\\d{1,9}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST) {
            errors.add(new ParameterError("limit", "must be a whole number from 1 to " + MOST + ", given once"));
            return USUAL;
        }
        return Integer.parseInt(limit);
    }

    private static int offset(List<String> cursors, List<ParameterError> errors) {
        if (cursors.isEmpty()) {
            return 0;
        }
        Matcher cursor = CURSOR.matcher(cursors.size() > 1 ? "" : decode(cursors.get(0)));
        if (!cursor.matches()) {
            errors.add(
                    new ParameterError("cursor", "must be the next cursor of an earlier page of this collection, given once"));
            return 0;
        }
        return Integer.parseInt(cursor.group(1));
    }

    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** The link to the next page (RFC 8288), relative to the collection. */
    public String link(String cursor) {
        return "<?limit=" + limit + "&cursor=" + cursor + ">; rel=\"next\"";
    }

    private String next() {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(("after:" + (offset + limit)).getBytes(StandardCharsets.UTF_8));
    }

    /** Cuts this page out of the whole list. */
    public <T> List<T> of(List<T> all) {
        return of(all, offset);
    }

    private <T> List<T> of(List<T> all, int from) {
        return all.subList(Math.min(from, all.size()), Math.min(from + limit, all.size()));
    }

    /** @param more whether there are items after these */
    public <T> Page<T> page(List<T> items, boolean more) {
        return new Page<>(items, more ? next() : null);
    }

    /** @param items the page's items, and one more if there are any after them */
    public <T> Page<T> pageOf(List<T> items) {
        return page(of(items, 0), items.size() > limit);
    }
}
