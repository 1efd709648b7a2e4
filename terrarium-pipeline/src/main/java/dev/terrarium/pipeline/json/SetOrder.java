package dev.terrarium.pipeline.json;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The order of sets that have one by what they hold.
final class SetOrder {
  private static final Comparator<Number> BY_SIZE =
      Comparator.comparingInt(SetOrder::rank).thenComparing(SetOrder::exact);

  private SetOrder() {}

  /// Returns the elements by their size or by their characters, if all are numbers or all are
  /// texts.
  static Optional<List<?>> of(Set<?> set) {
    if (set.stream().allMatch(Number.class::isInstance)) {
      return Optional.of(set.stream().map(Number.class::cast).sorted(BY_SIZE).toList());
    }
    return set.stream().allMatch(String.class::isInstance)
        ? Optional.of(set.stream().map(String.class::cast).sorted().toList())
        : Optional.empty();
  }

  /// Tells what lies before and behind all numbers that have a size.
  private static int rank(Number number) {
    double size = number.doubleValue();
    if (isWhole(number) || Double.isFinite(size)) {
      return 0;
    }
    return Double.isNaN(size) ? 2 : size < 0 ? -1 : 1;
  }

  private static BigDecimal exact(Number number) {
    if (isWhole(number)) {
      return new BigDecimal(number.toString());
    }
    return rank(number) == 0 ? new BigDecimal(number.doubleValue()) : BigDecimal.ZERO;
  }

  private static boolean isWhole(Number number) {
    return !(number instanceof Double || number instanceof Float);
  }
}
