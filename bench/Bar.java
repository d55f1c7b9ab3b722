/** What a figure is held against. */
record Bar(String what, Spread result, int decimals, boolean atLeast, double bar, double errors) {

    String verdict() {
        if (errors > 0) {
            return "INVALID: " + Spread.number(errors, 0) + " requests failed";
        }
        return (atLeast ? result.median() >= bar : result.median() <= bar) ? "pass" : "FAIL";
    }
}
