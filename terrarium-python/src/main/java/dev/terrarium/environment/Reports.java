package dev.terrarium.environment;

import java.util.List;
import java.util.stream.Collectors;

/// Words for decisions.
final class Reports {
  private Reports() {}

  static String why(Origin origin) {
    return switch (origin) {
      case EXPLICIT -> "named";
      case ENVIRONMENT -> "the active virtual environment, VIRTUAL_ENV";
      case PROJECT -> "the project's .venv";
      case BUNDLED -> "the bundled one, as no other was named and no environment is active";
      case HOST -> "the one that this JVM was started in";
      case PATH, SYSTEM, PYENV -> "the first one found, as none is bundled here";
    };
  }

  static String whyVersion(Request request) {
    return "the first Python %s found, named by %s".formatted(request.python(), request.by());
  }

  static String refused(Request request, Candidate candidate, String reason) {
    String named = candidate.path().toString();
    String place = named.equals(request.python()) ? "" : " (" + named + ")";
    return "The Python that %s names, '%s'%s, cannot be used: %s"
        .formatted(request.by(), request.python(), place, reason);
  }

  static String noSuchVersion(Request request, List<Candidate> looked) {
    return "No Python fits the version that %s names, %s.%s"
        .formatted(request.by(), request.python(), list(looked));
  }

  static String nothing(List<Candidate> looked) {
    return """
    No Python can be used: none is named, active, bundled or installed that fits.%s
    Add terrarium-bundled to the dependencies, or name a CPython 3.10 or later with \
    --python or TERRARIUM_PYTHON.\
    """
        .formatted(list(looked));
  }

  static String notAsLocked(Candidate candidate, String fault) {
    return "The project's environment %s is not used: %s To run without it, name a Python with --python."
        .formatted(candidate.path(), fault);
  }

  static String passedOver(Candidate refused) {
    return "Passing over %s: %s".formatted(refused.path(), verdict(refused));
  }

  private static String list(List<Candidate> looked) {
    return looked.stream()
        .map(candidate -> "\n  %s: %s".formatted(candidate.path(), verdict(candidate)))
        .collect(Collectors.joining("", " Looked at:", ""));
  }

  private static String verdict(Candidate candidate) {
    return switch (candidate.outcome()) {
      case Outcome.Accepted(Installation installation) ->
          "it is Python " + installation.version() + ".";
      case Outcome.Refused(String reason) -> reason;
    };
  }
}
