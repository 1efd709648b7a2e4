package dev.terrarium.safety;

import java.util.concurrent.CompletionStage;

/// What was registered, to be taken back.
public interface Registration extends AutoCloseable {
  /// Takes it back; does nothing the second time.
  @Override
  void close();

  /// Takes it back when its owner ends, however it ends.
  default Registration until(CompletionStage<?> owner) {
    var _ = owner.whenComplete((_, _) -> close());
    return this;
  }
}
