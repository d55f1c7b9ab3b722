/** One of the first seconds of a process under full load. */
record Second(int round, int second, double answered, double failed, double cpuMs) {

    /** @param f a line of {@code curve.tsv}, which {@code Fresh} wrote */
    static Second of(String[] f) {
        return new Second(Integer.parseInt(f[1]), Integer.parseInt(f[2]), Double.parseDouble(f[3]), Double.parseDouble(f[4]),
                Double.parseDouble(f[5]));
    }
}
