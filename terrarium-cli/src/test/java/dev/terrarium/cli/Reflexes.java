package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/// What a busy machine does to tests of arms: where it keeps a loop waiting for 20 ms, the arm
/// stops by its reflex, as it should, and the run is a failed one.
final class Reflexes {
  static final String WORDS = "communication_constraints_violation";

  private static final int ATTEMPTS = 5;

  private Reflexes() {}

  /// A run of an arm.
  interface Attempt {
    Workplace.Said run() throws IOException;
  }

  /// Returns what the first run said in which the arm did not stop so; or the last one.
  static Workplace.Said without(Attempt attempt) throws IOException {
    Workplace.Said said = attempt.run();
    for (int more = 1; more < ATTEMPTS && came(said); more++) {
      said = attempt.run();
    }
    return said;
  }

  /// Whether the arm stopped so in each run: only where the loop has no priority may it.
  static boolean excuse(Workplace.Said last) {
    if (came(last)) {
      assertThat(last.errors())
          .as("the last of %d runs that the arm stopped by itself", ATTEMPTS)
          .doesNotContain("scheduling: granted");
    }
    return came(last);
  }

  private static boolean came(Workplace.Said said) {
    return said.errors().contains(WORDS);
  }
}
