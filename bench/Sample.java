import java.util.Arrays;

/** One round of one row, with the processor time of the process which the load was sent to, and of its children. */
record Sample(String target, int connections, double requests, double seconds, double errors, double cpuSeconds,
        double calls, double idleSeconds, double loadIdleSeconds, double p50Ms, double p99Ms, double rssMb,
        double peakRssMb) {

    /** @param f a line of {@code samples.tsv} */
    static Sample of(String[] f) {
        double[] n = Arrays.stream(f, 4, f.length).mapToDouble(Double::parseDouble).toArray();
        return new Sample(f[3], (int) n[0], n[1], n[2], n[3], n[4] / 1000, n[5], n[6] / 1000, n[7] / 1000, n[8] / 1000,
                n[9] / 1000, n[10] / 1024, n[11] / 1024);
    }

    double requestsPerSecond() {
        return requests / seconds;
    }

    double requestsPerCpuSecond() {
        return requests / cpuSeconds;
    }

    double callsPerCpuSecond() {
        return calls / cpuSeconds;
    }
}
