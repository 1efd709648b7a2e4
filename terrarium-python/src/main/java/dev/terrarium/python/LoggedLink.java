package dev.terrarium.python;

import java.util.Optional;

/// Where Python code stood that logged, if it was driven together with other code: known while its
/// record is logged in Java, on the thread that does so.
///
/// @param link which of the links that are driven together it runs in, from 0
/// @param item how many items that came with its own were done with before
public record LoggedLink(int link, int item) {
  private static final ScopedValue<LoggedLink> CURRENT = ScopedValue.newInstance();

  /// Returns that of the record that the current thread logs.
  public static Optional<LoggedLink> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /// Logs a record that was logged here.
  void during(Runnable record) {
    ScopedValue.where(CURRENT, this).run(record);
  }
}
