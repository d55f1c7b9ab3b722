package io.eventmanagement.settings;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a setting may be.
 *
 * @param words tell a person
 * @param test tells a value
 * @param some a value that is allowed
 */
record Allowed(String words, Predicate<String> test, String some) {

    private static final Allowed SWITCH = new Allowed("true or false", List.of("true", "false")::contains, "true");

    private static final Allowed DATE = new Allowed("a date such as 2027-01-31", Allowed::isDate, "2027-01-31");

    /** By a mapping's method: its type and its {@link Limits} or its {@link Form}. */
    static Allowed of(Method setting) {
        Form form = setting.getAnnotation(Form.class);
        if (form != null) {
            return form.value().allowed;
        }
        Type type = setting.getReturnType() == Optional.class
                ? ((ParameterizedType) setting.getGenericReturnType()).getActualTypeArguments()[0]
                : setting.getReturnType();
        if (type == boolean.class || type == Boolean.class) {
            return SWITCH;
        }
        if (type == LocalDate.class) {
            return DATE;
        }
        if (type instanceof Class<?> choice && choice.isEnum()) {
            return oneOf(choice);
        }
        Limits limits = setting.getAnnotation(Limits.class);
        if (limits == null) {
            throw new IllegalStateException(setting + " has neither @Limits nor @Form");
        }
        return type == double.class ? decimal(limits) : wholeNumber(type == Duration.class ? " of milliseconds" : "", limits);
    }

    /** In lower case, as SmallRye Config reads them. */
    private static Allowed oneOf(Class<?> choice) {
        List<String> names = Stream.of(choice.getEnumConstants()).map(name -> name.toString().toLowerCase(Locale.ROOT))
                .toList();
        return new Allowed(String.join(" or ", names), names::contains, names.get(0));
    }

    private static Allowed wholeNumber(String unit, Limits limits) {
        return new Allowed("a whole number" + unit + " from " + limits.min() + " to " + limits.max(),
                value -> value.matches("\\d{1,18}") && Long.parseLong(value) >= limits.min()
                        && Long.parseLong(value) <= limits.max(),
                String.valueOf(limits.min()));
    }

    private static Allowed decimal(Limits limits) {
        return new Allowed("a decimal number from " + limits.min() + " to " + limits.max(),
                value -> value.matches("\\d{1,18}(\\.\\d{1,18})?")
                        && new BigDecimal(value).compareTo(BigDecimal.valueOf(limits.min())) >= 0
                        && new BigDecimal(value).compareTo(BigDecimal.valueOf(limits.max())) <= 0,
                String.valueOf(limits.min()));
    }

    private static boolean isDate(String value) {
        try {
            LocalDate.parse(value);
            return value.length() == "2027-01-31".length();
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
