package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.ChainNode;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.Outlet;
import java.util.List;
import java.util.Optional;

/// Finds the neighbours in a row of stages that can be driven together.
final class Neighbours {
  private Neighbours() {}

  /// Joins each run of neighbours that have one maker of chains and no wishes of their own.
  ///
  /// @param outlets what takes the items that leave each stage
  /// @param comeInLots whether items come to the first stage many at a time, so that it is worth a
  ///   chain also on its own
  static void join(List<Stage> row, List<Outlet> outlets, boolean comeInLots) {
    int first = 0;
    while (first < row.size()) {
      var maker = maker(row.get(first));
      int end = first + 1;
      while (maker.isPresent() && end < row.size() && maker.equals(maker(row.get(end)))) {
        end++;
      }
      boolean isWorthIt = end - first > 1 || (first == 0 && comeInLots);
      if (maker.isPresent() && isWorthIt) {
        ChainDrive.join(maker.orElseThrow(), row.subList(first, end), outlets.get(end - 1));
      }
      first = end;
    }
  }

  private static Optional<ChainNode.Maker> maker(Stage stage) {
    return stage.conduct().equals(Conduct.PLAIN) ? stage.type().chains() : Optional.empty();
  }
}
