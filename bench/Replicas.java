/** One round of a load on several replicas, with the processor time of all of them. */
record Replicas(int count, double requests, double seconds, double errors, double cpuMs, double p50Ms, double p99Ms) {

    /** @param f a line of {@code scale.tsv} */
    static Replicas of(String[] f) {
        return new Replicas(Integer.parseInt(f[0]), Double.parseDouble(f[2]), Double.parseDouble(f[3]),
                Double.parseDouble(f[4]), Double.parseDouble(f[5]), Double.parseDouble(f[6]) / 1000,
                Double.parseDouble(f[7]) / 1000);
    }

    double requestsPerSecond() {
        return requests / seconds;
    }
}
