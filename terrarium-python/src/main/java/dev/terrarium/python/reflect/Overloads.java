package dev.terrarium.python.reflect;

import java.lang.reflect.Executable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The methods of one name, or the constructors of a class, and which of them a call means.
///
/// 1. Those fit that take the number of arguments and each argument by [Fit]; methods with a
///    variable number of arguments are looked at as such only where no other takes the call. None
///    is one of their further arguments, and never all of them.
/// 2. One is better than another where no argument fits it worse and one fits it better.
/// 3. Of several that are equally good, one is better whose parameter types are all the more
///    specific, as in Java.
/// 4. If no single one is best, the call is ambiguous.
///
/// @param name of the methods
/// @param all of them
public record Overloads(String name, List<Executable> all) {
  /// A candidate for a call.
  ///
  /// @param method to be called
  /// @param spread whether its last parameter takes the further arguments one by one
  public record Candidate(Executable method, boolean spread) {
    /// The class of the parameter for an argument.
    Class<?> parameter(int index) {
      Class<?>[] types = method.getParameterTypes();
      return spread && index >= types.length - 1
          ? types[types.length - 1].componentType()
          : types[index];
    }
  }

  /// The candidates that fit.
  ///
  /// @param spread whether their last parameter takes the further arguments one by one
  public List<Candidate> fitting(List<Argument> arguments, boolean spread) {
    return all.stream()
        .filter(method -> !spread || method.isVarArgs())
        .map(method -> new Candidate(method, spread))
        .filter(candidate -> fits(candidate, arguments))
        .toList();
  }

  /// Those of fitting candidates that no other is better than; several where the call is ambiguous.
  public static List<Candidate> best(List<Candidate> fitting, List<Argument> arguments) {
    List<Candidate> best = undominated(fitting, arguments);
    return best.size() > 1 ? mostSpecific(best, arguments.size()) : best;
  }

  private static boolean fits(Candidate candidate, List<Argument> arguments) {
    int parameters = candidate.method().getParameterCount();
    if (candidate.spread() ? arguments.size() < parameters - 1 : arguments.size() != parameters) {
      return false;
    }
    for (int i = 0; i < arguments.size(); i++) {
      boolean all = candidate.method().isVarArgs() && !candidate.spread() && i == parameters - 1;
      if (Fit.rank(arguments.get(i), candidate.parameter(i)) == Fit.NEVER
          || (all && arguments.get(i).kind() == Argument.Kind.NONE)) {
        return false;
      }
    }
    return true;
  }

  private static List<Candidate> undominated(List<Candidate> all, List<Argument> arguments) {
    List<Candidate> best = new ArrayList<>();
    for (Candidate candidate : all) {
      if (all.stream().noneMatch(other -> isBetter(other, candidate, arguments))) {
        best.add(candidate);
      }
    }
    return best;
  }

  private static boolean isBetter(Candidate one, Candidate other, List<Argument> arguments) {
    boolean better = false;
    for (int i = 0; i < arguments.size(); i++) {
      int rank = Fit.rank(arguments.get(i), one.parameter(i));
      int otherRank = Fit.rank(arguments.get(i), other.parameter(i));
      if (rank > otherRank) {
        return false;
      }
      better |= rank < otherRank;
    }
    return better;
  }

  private static List<Candidate> mostSpecific(List<Candidate> all, int arguments) {
    List<Candidate> specific =
        all.stream()
            .filter(one -> all.stream().allMatch(other -> isMoreSpecific(one, other, arguments)))
            .toList();
    return specific.size() == 1 ? specific : all;
  }

  private static boolean isMoreSpecific(Candidate one, Candidate other, int arguments) {
    int compared =
        one.spread()
            ? Math.max(
                arguments,
                Math.max(one.method().getParameterCount(), other.method().getParameterCount()))
            : arguments;
    for (int i = 0; i < compared; i++) {
      if (!other.parameter(i).isAssignableFrom(one.parameter(i))) {
        return false;
      }
    }
    return true;
  }

  /// How a call that fits none is refused: with all candidates.
  public String unfit(List<Argument> arguments) {
    return "%s%s fits none of:%s"
        .formatted(name, given(arguments), lines(all.stream().map(this::title).sorted().toList()));
  }

  /// How a call is refused that fits candidates whose parameters it cannot be read as.
  ///
  /// @param reasons why not, for each
  public String unreadable(List<Argument> arguments, Map<Candidate, String> reasons) {
    List<String> lines = new ArrayList<>();
    reasons.forEach((candidate, reason) -> lines.add(title(candidate.method()) + ": " + reason));
    return "%s%s fits none of:%s".formatted(name, given(arguments), lines(lines));
  }

  /// How a call that fits several equally well is refused.
  public String ambiguous(List<Argument> arguments, Collection<Candidate> several) {
    List<String> titles = several.stream().map(it -> title(it.method())).sorted().toList();
    return "%s%s is ambiguous between:%s".formatted(name, given(arguments), lines(titles));
  }

  private static String given(List<Argument> arguments) {
    return arguments.stream().map(Argument::title).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String lines(List<String> lines) {
    return "\n  " + String.join("\n  ", lines);
  }

  private String title(Executable method) {
    List<String> types = new ArrayList<>();
    for (Class<?> type : method.getParameterTypes()) {
      types.add(type.getSimpleName());
    }
    if (method.isVarArgs()) {
      types.set(types.size() - 1, types.getLast().replaceAll("\\[\\]$", "..."));
    }
    return name + "(" + String.join(", ", types) + ")";
  }
}
