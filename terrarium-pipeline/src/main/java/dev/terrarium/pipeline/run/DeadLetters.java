package dev.terrarium.pipeline.run;

/// Takes the items that a node failed on, and why.
interface DeadLetters {
  /// For nodes whose policy sends nothing elsewhere.
  DeadLetters NONE =
      failure -> {
        throw new AssertionError("Nobody takes failed items; this is a bug in Terrarium");
      };

  void send(Failure failure);
}
