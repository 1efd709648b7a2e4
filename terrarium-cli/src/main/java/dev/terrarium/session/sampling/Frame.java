package dev.terrarium.session.sampling;

import java.util.Optional;

/// One level of a sampled stack.
///
/// @param name short, as `Words.process`
/// @param place where it is, as `words.py`; empty where it is nowhere
public record Frame(Kind kind, String name, String place) {
  /// What a level is.
  public enum Kind {
    /// A thread of the run.
    THREAD,
    /// The work of a node begins.
    NODE,
    /// A method of Java's.
    JAVA,
    /// A function of Python's.
    PYTHON,
    /// The thread does nothing.
    WAITING
  }

  static Frame thread(String name) {
    return new Frame(Kind.THREAD, "thread:" + name, "");
  }

  static Frame node(String name) {
    return new Frame(Kind.NODE, "node:" + name, "");
  }

  static Frame waiting(String words) {
    return new Frame(Kind.WAITING, words, "");
  }

  /// Makes a frame of one of a stack that joins both languages.
  static Frame of(StackTraceElement element) {
    var file = Optional.ofNullable(element.getFileName()).orElse("");
    if (isPython(element)) {
      return new Frame(Kind.PYTHON, element.getClassName() + "." + element.getMethodName(), file);
    }
    var type = element.getClassName();
    var simple = type.substring(type.lastIndexOf('.') + 1);
    return new Frame(Kind.JAVA, simple + "." + element.getMethodName(), type);
  }

  /// Whether a frame is of Python: its file is a module, or a text that has no file.
  static boolean isPython(StackTraceElement element) {
    var file = element.getFileName();
    return file != null && (file.endsWith(".py") || file.startsWith("<"));
  }
}
