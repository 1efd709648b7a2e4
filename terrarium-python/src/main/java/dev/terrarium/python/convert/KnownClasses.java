package dev.terrarium.python.convert;

import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Memory;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The Python classes beyond the built-in ones that have a rule, by their address. Needs the GIL.
///
/// A class of the standard library is found when an instance of it is first met, so that nothing is
/// imported for it; by its bare name first, which costs a look, and then by being the very class
/// that its module holds. Each class found is kept for ever, and its address with it.
final class KnownClasses {
  private record Candidate(String name, Kept type, Reader reader) {}

  private final Consumer<KnownClasses> expectations;
  private boolean expecting;
  private final Map<Long, Reader> known = new HashMap<>();

  /// By the name that is in the class itself: with the module for classes written in C.
  private final Map<String, Candidate> candidates = new HashMap<>();

  /// @param expectations gives the classes of the standard library their rules, when the first
  ///   class is met that is not built in
  KnownClasses(Consumer<KnownClasses> expectations) {
    this.expectations = expectations;
  }

  private Map<String, Candidate> candidates() {
    if (!expecting) {
      expecting = true;
      expectations.accept(this);
    }
    return candidates;
  }

  /// Gives a class of the standard library a rule.
  void expect(String typeName, String module, String path, Reader reader) {
    candidates.put(
        typeName,
        new Candidate(
            typeName.contains(".") ? typeName : module + "." + path,
            new Kept(module, path),
            reader));
  }

  /// The dotted names of the classes that have a rule once they are met.
  Set<String> expected() {
    return candidates().values().stream().map(Candidate::name).collect(Collectors.toSet());
  }

  /// Gives a class a rule.
  ///
  /// @param type borrowed; the caller keeps it for ever
  void add(long type, Reader reader) {
    known.put(type, reader);
  }

  /// The rule of an exact class, or null.
  @Nullable Reader of(long type, Boundary boundary) {
    Reader reader = known.get(type);
    return reader != null ? reader : found(type, boundary);
  }

  private @Nullable Reader found(long type, Boundary boundary) {
    Candidate candidate = candidates().get(name(type));
    if (candidate == null || candidate.type().ifImported(boundary) != type) {
      return null;
    }
    add(type, candidate.reader());
    return candidate.reader();
  }

  /// The name that is in a class itself.
  static String name(long type) {
    return Memory.getString(Memory.getLong(type + Layout.TP_NAME));
  }
}
