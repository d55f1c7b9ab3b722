import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Prints a table as Markdown, with its columns aligned. */
final class Table {

    private Table() {
    }

    static void print(List<String> head, Stream<List<String>> lines) {
        List<List<String>> table = Stream.concat(Stream.of(head), lines).toList();
        int[] widths = IntStream.range(0, table.get(0).size())
                .map(column -> table.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toArray();
        System.out.println();
        for (int row = 0; row < table.size(); row++) {
            StringBuilder line = new StringBuilder("|");
            StringBuilder rule = new StringBuilder("|");
            for (int column = 0; column < widths.length; column++) {
                line.append(String.format(" %-" + Math.max(1, widths[column]) + "s |", table.get(row).get(column)));
                rule.append("-".repeat(Math.max(1, widths[column]) + 2)).append('|');
            }
            System.out.println(row == 0 ? line + "\n" + rule : line);
        }
    }
}
