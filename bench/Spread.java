import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Median, least and most of the rounds. */
record Spread(double median, double min, double max) {

    static Spread of(double... values) {
        double[] v = values.clone();
        Arrays.sort(v);
        int middle = v.length / 2;
        return new Spread(v.length % 2 == 1 ? v[middle] : (v[middle - 1] + v[middle]) / 2, v[0], v[v.length - 1]);
    }

    static <T> Spread of(List<T> rounds, ToDoubleFunction<T> figure) {
        return of(rounds.stream().mapToDouble(figure).toArray());
    }

    /** @param figure that of the round which it is given, from 0 */
    static Spread ofRounds(int count, IntToDoubleFunction figure) {
        return of(IntStream.range(0, count).mapToDouble(figure).toArray());
    }

    String text(int decimals) {
        return number(median, decimals) + " (" + number(min, decimals) + "–" + number(max, decimals) + ")";
    }

    static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
