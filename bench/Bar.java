/** A figure, and what it is held against if that was ever promised. */
record Bar(String what, Spread result, int decimals, boolean atLeast, double bar, double errors) {

    /** Nothing: it is shown to be compared with. */
    static final double NONE = Double.NaN;

    String wanted() {
        return Double.isNaN(bar) ? "" : (atLeast ? "at least " : "at most ") + bar;
    }

    String verdict() {
        if (errors > 0) {
            return "INVALID: " + Spread.number(errors, 0) + " requests failed";
        }
        if (Double.isNaN(bar)) {
            return "";
        }
        return (atLeast ? result.median() >= bar : result.median() <= bar) ? "pass" : "FAIL";
    }
}
