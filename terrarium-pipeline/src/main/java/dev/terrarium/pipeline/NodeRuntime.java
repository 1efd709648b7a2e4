package dev.terrarium.pipeline;

/// What runs a node: the JVM, or the embedded CPython.
public enum NodeRuntime {
  JAVA("java"),
  CPYTHON("cpython");

  private final String word;

  NodeRuntime(String word) {
    this.word = word;
  }

  /// Returns the word that a manifest uses in `runtime`.
  public String word() {
    return word;
  }
}
