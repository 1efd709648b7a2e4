import dev.terrarium.control.move.Move;
import dev.terrarium.control.move.MoveLimits;
import dev.terrarium.control.move.Planned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Plans the moves of tables that `durations.py` wrote, and says how their durations compare.
final class Compare {
  private static final double SAME = 1e-9;

  private int moves;
  private int alone;
  private int refused;
  private int neither;
  private int shorter;
  private int longer;
  private double difference;
  private double longest = Double.NEGATIVE_INFINITY;
  private double shortest;
  private long nanos;

  private Compare() {}

  public static void main(String[] tables) throws IOException {
    System.out.println(
        "| starts | joints | moves | same | shorter | longer | largest difference of the same | most"
            + " shorter | found by one alone | refused | neither | µs a plan |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (String table : tables) {
      var compared = new Compare();
      String[] first = {};
      for (String line : Files.readAllLines(Path.of(table))) {
        if (!line.startsWith("#")) {
          first = line.split(" ", 3);
          compared.line(line.split(" "));
        }
      }
      System.out.println("| " + first[0] + " | " + first[1] + " | " + compared.row() + " |");
    }
    System.out.printf(
        "%nJDK %s, %s, %d processors, %s.%n",
        System.getProperty("java.runtime.version"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        Files.readAllLines(Path.of(tables[0])).getFirst().substring(2));
  }

  private void line(String[] words) {
    double[][] lists = new double[7][Integer.parseInt(words[1])];
    int next = 2;
    for (double[] list : lists) {
      for (int joint = 0; joint < list.length; joint++) {
        list[joint] = Double.parseDouble(words[next++]);
      }
    }
    double theirs = Double.parseDouble(words[next].replace("nan", "NaN"));
    long begun = System.nanoTime();
    var limits = new MoveLimits(lists[4], lists[5], lists[6]);
    Planned planned = Move.plan(lists[0], lists[1], lists[2], lists[3], limits);
    nanos += System.nanoTime() - begun;
    moves++;
    switch (planned) {
      case Move move -> compare(move.seconds(), theirs);
      case Planned.Refused _ when Double.isNaN(theirs) -> neither++;
      case Planned.Refused _ -> refused++;
    }
  }

  private void compare(double ours, double theirs) {
    if (Double.isNaN(theirs)) {
      alone++;
      return;
    }
    double by = theirs == 0 ? ours : (ours - theirs) / theirs;
    longest = Math.max(longest, by);
    shortest = Math.min(shortest, by);
    if (by < -SAME) {
      shorter++;
    } else if (by > SAME) {
      longer++;
    } else {
      difference = Math.max(difference, Math.abs(by));
    }
  }

  private String row() {
    int same = moves - shorter - longer - alone - refused - neither;
    return "%d | %d | %d | %s | %.1g | %s | %d | %d | %d | %.0f"
        .formatted(
            moves,
            same,
            shorter,
            longer == 0 ? "0" : longer + ", by " + longest,
            difference,
            shorter == 0 ? "–" : "%.1f %%".formatted(-100 * shortest),
            alone,
            refused,
            neither,
            nanos / 1e3 / moves);
  }
}
