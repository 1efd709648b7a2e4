package dev.terrarium.python;

import dev.terrarium.python.reflect.Argument;
import dev.terrarium.python.reflect.Overloads;
import dev.terrarium.python.reflect.Overloads.Candidate;
import dev.terrarium.python.reflect.TypeArguments;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The methods of one name, called from Python: chooses the overload, reads the arguments, calls it
/// without the GIL.
///
/// The best candidate that the arguments can be read for is called. What a candidate cannot take,
/// an int that no double holds, a text for an interface, leaves the call to the next best.
final class Invocation {
  private final Overloads overloads;
  private final TypeArguments types;
  private final @Nullable Candidate only;
  private final Map<Executable, InvocationTarget> targets = new ConcurrentHashMap<>();

  Invocation(Overloads overloads, TypeArguments types) {
    this.overloads = overloads;
    this.types = types;
    this.only =
        overloads.all().size() == 1 && !overloads.all().getFirst().isVarArgs()
            ? new Candidate(overloads.all().getFirst(), false)
            : null;
  }

  /// Calls the best method.
  ///
  /// @param self the object, or null where the class was asked
  /// @param skipped how many arguments come before the method's own
  @Nullable Object call(@Nullable Object self, PyArguments arguments, int skipped)
      throws Exception {
    @Nullable Object @Nullable [] plain = plain(self, arguments, skipped);
    return plain != null
        ? target(Objects.requireNonNull(only)).run(arguments.gil(), self, plain)
        : new Choice(self, arguments, skipped).call();
  }

  /// The values where there is one method alone, which needs no choice, and where they fit; null
  /// leaves the call, and saying what is wrong with it, to the rules.
  private @Nullable Object @Nullable [] plain(
      @Nullable Object self, PyArguments arguments, int skipped) {
    if (only == null
        || only.method().getParameterCount() != arguments.size() - skipped
        || !isCallable(only, self)) {
      return null;
    }
    try {
      return target(only).values(false, arguments, skipped, null);
    } catch (ConversionException unfit) {
      return null;
    }
  }

  private InvocationTarget target(Candidate candidate) {
    return targets.computeIfAbsent(
        candidate.method(), method -> InvocationTarget.of(method, types));
  }

  /// Whether it can be called on an object or, where there is none, on the class.
  private static boolean isCallable(Candidate candidate, @Nullable Object self) {
    return self != null
        || !(candidate.method() instanceof Method method)
        || Modifier.isStatic(method.getModifiers());
  }

  /// The choice for one call.
  private final class Choice {
    private final @Nullable Object self;
    private final PyArguments arguments;
    private final int skipped;
    private final List<Argument> given = new ArrayList<>();

    /// Why each candidate tried so far cannot take the call.
    private final Map<Candidate, ConversionException> unread = new LinkedHashMap<>();

    Choice(@Nullable Object self, PyArguments arguments, int skipped) {
      this.self = self;
      this.arguments = arguments;
      this.skipped = skipped;
      for (int i = skipped; i < arguments.size(); i++) {
        given.add(ArgumentKinds.of(arguments, i));
      }
    }

    @Nullable Object call() {
      for (boolean spread : new boolean[] {false, true}) {
        List<Candidate> left = new ArrayList<>(overloads.fitting(given, spread));
        left.removeIf(candidate -> !isCallable(candidate, self));
        while (!left.isEmpty()) {
          List<Candidate> best = Overloads.best(left, given);
          Map<Candidate, @Nullable Object[]> readable = read(best);
          if (readable.size() > 1) {
            throw arguments.refused(overloads.ambiguous(given, readable.keySet()));
          }
          for (var chosen : readable.entrySet()) {
            return target(chosen.getKey()).run(arguments.gil(), self, chosen.getValue());
          }
          left.removeAll(best);
        }
      }
      throw refusal();
    }

    /// The values for each candidate that the arguments can be read for.
    private Map<Candidate, @Nullable Object[]> read(List<Candidate> candidates) {
      Map<Candidate, @Nullable Object[]> readable = new LinkedHashMap<>();
      for (Candidate candidate : candidates) {
        try {
          readable.put(
              candidate, target(candidate).values(candidate.spread(), arguments, skipped, given));
        } catch (ConversionException unfit) {
          unread.put(candidate, unfit);
        }
      }
      return readable;
    }

    private RuntimeException refusal() {
      if (self == null && overloads.all().stream().noneMatch(Choice::isOfClass)) {
        return arguments.refused(
            overloads.name() + "() is a method of the objects, not of the class");
      }
      if (unread.isEmpty()) {
        return arguments.refused(overloads.unfit(given));
      }
      ConversionException first = unread.values().iterator().next();
      if (unread.size() == 1) {
        return arguments.unreadable(overloads.name() + "() ", first);
      }
      Map<Candidate, String> reasons = new LinkedHashMap<>();
      unread.forEach(
          (candidate, unfit) -> reasons.put(candidate, String.valueOf(unfit.getMessage())));
      return arguments.refused(overloads.unreadable(given, reasons), first.getCause());
    }

    private static boolean isOfClass(Executable method) {
      return !(method instanceof Method) || Modifier.isStatic(method.getModifiers());
    }
  }
}
