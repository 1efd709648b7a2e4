package dev.terrarium.bench;

import java.util.Locale;

/// What is said on standard error once a row is done.
final class Progress {
  private Progress() {}

  static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unmeasured(Row _, String reason) -> reason;
      case Outcome.Measured measured -> {
        String ours = String.format(Locale.ROOT, "%.1f ns", measured.ours().p50());
        yield ours
            + measured
                .ratio()
                .map(ratio -> String.format(Locale.ROOT, ", %.2f × C", ratio.p50()))
                .orElse("");
      }
    };
  }
}
