/** One start, until the first answer. */
record Start(double ms, double rssMb) {

    /** @param f a line of {@code starts.tsv} */
    static Start of(String[] f) {
        return new Start(Double.parseDouble(f[2]), Double.parseDouble(f[3]) / 1024);
    }
}
