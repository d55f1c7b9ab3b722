import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Draws the two plots of {@code run.sh --peers} as SVG, for light and dark pages. Its style is also that of {@code Outage}, which is
 * started as a single source file and can use no other.
 */
final class Plot {

    private static final int WIDTH = 720;
    private static final int LEFT = 130;
    private static final int BARS = 400;
    private static final int LINES_LEFT = 60;
    private static final int LINES = 630;
    private static final int HEIGHT = 150;

    private static final String STYLE = """
            text { font: 13px system-ui, sans-serif; fill: #24292f }
            .small { font-size: 11px; fill: #57606a }
            .title { font-weight: 600 }
            .page { fill: #ffffff }
            .axis { stroke: #8c959f; fill: none }
            .grid { stroke: #d0d7de; fill: none }
            .spread { stroke: #24292f; fill: none }
            .line { fill: none; stroke-width: 2; stroke-linejoin: round }
            .jvm { color: #0072b2 } .native { color: #00866a } .spring { color: #c77700 } .fastify { color: #c0392b } .nginx { color: #6e7781 }
            rect.bar { fill: currentColor } path.line { stroke: currentColor }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3 }
              .small { fill: #9198a1 }
              .page { fill: #0d1117 }
              .grid { stroke: #30363d }
              .spread { stroke: #e6edf3 }
              .jvm { color: #56b4e9 } .native { color: #2fc49a } .spring { color: #e69f00 } .fastify { color: #ff7b72 } .nginx { color: #9198a1 }
            }
            """;

    private final StringBuilder svg = new StringBuilder();

    private Plot(int height, String label) {
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", WIDTH, height, label);
        add("<style>%n%s</style>", STYLE);
        add("<rect class=\"page\" width=\"100%%\" height=\"100%%\"/>");
    }

    /** @param costs by row and name: µs of a request */
    static String costs(Map<String, String> titles, Map<String, Map<String, Spread>> costs) {
        int height = costs.values().stream().mapToInt(row -> 44 + 24 * row.size()).sum() + 34;
        Plot plot = new Plot(height, "Processor time of a request, by service");
        int y = 28;
        for (var row : costs.entrySet()) {
            double full = row.getValue().values().stream().mapToDouble(Spread::max).max().orElseThrow();
            plot.text("title", LEFT, y, row.getKey() + ": µs of processor time per request");
            y += 12;
            for (var cost : row.getValue().entrySet()) {
                plot.bar(titles.get(cost.getKey()), cost.getKey(), y, cost.getValue(), BARS / full);
                y += 24;
            }
            y += 32;
        }
        plot.text("small", LEFT, y - 8, "One processor, the same upstream, in turns. Line: from the least of the rounds to the most.");
        return plot.end();
    }

    private void bar(String title, String name, int y, Spread cost, double scale) {
        add("<text text-anchor=\"end\" x=\"%d\" y=\"%d\">%s</text>", LEFT - 8, y + 14, title);
        add("<g class=\"%s\"><rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"18\"/></g>", name, LEFT, y,
                cost.median() * scale);
        add("<path class=\"spread\" d=\"M%.1f %dH%.1f\"/>", LEFT + cost.min() * scale, y + 9, LEFT + cost.max() * scale);
        text("", (int) (LEFT + cost.max() * scale) + 8, y + 14, String.format(Locale.ROOT, "%,.0f", cost.median()));
    }

    static String firstMinute(Map<String, String> titles, Map<String, List<Second>> curves) {
        Plot plot = new Plot(2 * HEIGHT + 150, "Requests answered in the first seconds of a fresh process under full load");
        int x = LINES_LEFT;
        for (String name : curves.keySet()) {
            plot.add("<g class=\"%s\"><rect class=\"bar\" x=\"%d\" y=\"14\" width=\"11\" height=\"11\"/></g>", name, x);
            plot.text("small", x + 16, 24, titles.get(name));
            x += titles.get(name).length() * 6 + 40;
        }
        plot.panel(curves, 60, "getUsers answered per second, from the start of the process", Second::answered);
        plot.panel(curves, 60 + HEIGHT + 50, "... per second of processor time",
                s -> s.cpuMs() == 0 ? 0 : s.answered() / s.cpuMs() * 1000);
        return plot.end();
    }

    private void panel(Map<String, List<Second>> curves, int top, String title, ToDoubleFunction<Second> figure) {
        double full = round(curves.values().stream().flatMap(List::stream).mapToDouble(figure).max().orElse(1));
        int seconds = curves.values().stream().mapToInt(List::size).max().orElse(1);
        double step = (double) LINES / Math.max(1, seconds - 1);
        text("title", LINES_LEFT, top - 8, title);
        for (int part = 0; part <= 2; part++) {
            int y = top + HEIGHT * part / 2;
            add("<path class=\"%s\" d=\"M%d %dh%d\"/>", part == 2 ? "axis" : "grid", LINES_LEFT, y, LINES);
            add("<text class=\"small\" text-anchor=\"end\" x=\"%d\" y=\"%d\">%,.0f</text>", LINES_LEFT - 6, y + 4,
                    full * (2 - part) / 2);
        }
        for (int second = 0; second < seconds; second += seconds > 30 ? 15 : 5) {
            add("<text class=\"small\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%d s</text>", LINES_LEFT + second * step,
                    top + HEIGHT + 16, second);
        }
        curves.forEach((name, curve) -> {
            StringBuilder path = new StringBuilder();
            for (Second second : curve) {
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L",
                        LINES_LEFT + second.second() * step, top + HEIGHT * (1 - figure.applyAsDouble(second) / full)));
            }
            add("<g class=\"%s\"><path class=\"line\" d=\"%s\"/></g>", name, path);
        });
    }

    /** @return the next of 1, 2, 4, 6, 8, 10, 20, 40 … */
    private static double round(double most) {
        double unit = Math.pow(10, Math.floor(Math.log10(Math.max(1, most))));
        return most <= unit ? unit : Math.ceil(most / unit / 2) * 2 * unit;
    }

    private void text(String kind, int x, int y, String text) {
        add("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>", kind, x, y, text);
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private String end() {
        return svg.append("</svg>\n").toString();
    }
}
