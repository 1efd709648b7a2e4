package dev.terrarium.pipeline;

/// What becomes of an item that a node fails on, when it was tried as often as it may be.
public sealed interface ErrorPolicy {
  /// The run ends.
  record Fail() implements ErrorPolicy {}

  /// The item is left out, and counted.
  record Skip() implements ErrorPolicy {}

  /// A description of the failure goes on in the item's place.
  record Data() implements ErrorPolicy {}

  /// The item goes elsewhere, with a description of the failure.
  ///
  /// @param target a node, a further sink of the pipeline, or a file
  record DeadLetter(Target target) implements ErrorPolicy {}

  /// Where failed items go.
  sealed interface Target {
    /// A node of the pipeline, or a sink that is made for them.
    record Sink(String id) implements Target {}

    /// A file of JSON lines.
    record File(String path) implements Target {}
  }
}
