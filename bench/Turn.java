import java.util.Arrays;

/** One turn at the constant rate, in ms. */
record Turn(double errors, double p50, double p90, double p99, double p999, double longest, double lateP99) {

    /** @param f a line of {@code latency.tsv}, which {@code ConstantRate} wrote */
    static Turn of(String[] f) {
        double[] n = Arrays.stream(f, 3, f.length).mapToDouble(Double::parseDouble).toArray();
        return new Turn(n[0], n[1] / 1000, n[2] / 1000, n[3] / 1000, n[4] / 1000, n[5] / 1000, n[6] / 1000);
    }
}
