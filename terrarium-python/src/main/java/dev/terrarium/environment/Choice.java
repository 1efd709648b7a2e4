package dev.terrarium.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Applies the rules of choice to the candidates, and looks at no more of them than these need.
///
/// A Python that somebody named is taken or refused, never replaced. Otherwise the active virtual
/// environment goes first, then the project's, then the bundled one; installed ones are taken only
/// where none is bundled. A project with a lock has its environment or none.
final class Choice {
  private static final List<Origin> UNNAMED =
      List.of(
          Origin.ENVIRONMENT,
          Origin.PROJECT,
          Origin.BUNDLED,
          Origin.PATH,
          Origin.SYSTEM,
          Origin.PYENV);

  private static final List<Origin> BY_VERSION =
      List.of(
          Origin.ENVIRONMENT,
          Origin.PROJECT,
          Origin.PATH,
          Origin.SYSTEM,
          Origin.PYENV,
          Origin.BUNDLED);

  /// The environments, which nothing is built on.
  private static final List<Origin> ENVIRONMENTS = List.of(Origin.ENVIRONMENT, Origin.PROJECT);

  private final SearchPath path;
  private final Prospects prospects;
  private final Inspector inspector;
  private final Bundled bundled;
  private final Set<Path> seen = new HashSet<>();
  private final Map<Origin, List<Candidate>> candidates = new HashMap<>();
  private Optional<String> projectFault = Optional.empty();

  Choice(SearchPath path, Inspector inspector, Bundled bundled) {
    this.path = path;
    this.inspector = inspector;
    this.bundled = bundled;
    prospects = new Prospects(path);
  }

  /// Every candidate, in the order of [Origin].
  List<Candidate> all() {
    return Stream.of(Origin.values()).flatMap(origin -> of(origin).stream()).toList();
  }

  Decision decide() {
    return decide(UNNAMED, BY_VERSION);
  }

  /// The one to build an environment on, which is not an environment itself unless it is named.
  Decision decideBase() {
    return decide(installations(UNNAMED), installations(BY_VERSION));
  }

  /// Those that an environment could be built on, in order of preference.
  List<Installation> bases() {
    return installations(UNNAMED).stream()
        .flatMap(origin -> of(origin).stream())
        .flatMap(candidate ->
            candidate.outcome() instanceof Outcome.Accepted(Installation installation)
                ? Stream.of(installation)
                : Stream.empty())
        .filter(installation -> !installation.isVirtual())
        .toList();
  }

  private static List<Origin> installations(List<Origin> origins) {
    return origins.stream().filter(origin -> !ENVIRONMENTS.contains(origin)).toList();
  }

  private Decision decide(List<Origin> unnamed, List<Origin> byVersion) {
    Optional<Request> request = path.request();
    return request.isEmpty()
        ? unnamed(unnamed)
        : switch (Wish.of(request.get(), path)) {
          case Wish.Version version -> byVersion(version, byVersion, request.get());
          case Wish.Bundled _ -> named(of(Origin.BUNDLED).getFirst(), request.get());
          case Wish.At _, Wish.Unknown _ -> named(of(Origin.EXPLICIT).getFirst(), request.get());
        };
  }

  private Decision named(Candidate candidate, Request request) {
    return switch (candidate.outcome()) {
      case Outcome.Accepted(Installation installation) ->
          new Decision.Chosen(installation, "named by " + request.by(), List.of());
      case Outcome.Refused(String reason) ->
          new Decision.NoneFits(Reports.refused(request, candidate, reason));
    };
  }

  private Decision byVersion(Wish.Version version, List<Origin> origins, Request request) {
    List<Candidate> looked = new ArrayList<>();
    for (Origin origin : origins) {
      for (Candidate candidate : of(origin)) {
        if (candidate.outcome() instanceof Outcome.Accepted(Installation installation)
            && version.fits(installation.version())) {
          return new Decision.Chosen(installation, Reports.whyVersion(request), List.of());
        }
        looked.add(candidate);
      }
    }
    return new Decision.NoneFits(Reports.noSuchVersion(request, looked));
  }

  private Decision unnamed(List<Origin> origins) {
    List<Candidate> looked = new ArrayList<>();
    for (Origin origin : origins) {
      for (Candidate candidate : of(origin)) {
        if (candidate.outcome() instanceof Outcome.Accepted(Installation installation)) {
          return new Decision.Chosen(
              installation,
              Reports.why(origin),
              looked.stream().filter(this::isWorthSaying).toList());
        }
        if (origin == Origin.PROJECT && projectFault.isPresent()) {
          return new Decision.NoneFits(Reports.notAsLocked(candidate, projectFault.get()));
        }
        looked.add(candidate);
      }
    }
    return new Decision.NoneFits(Reports.nothing(looked));
  }

  /// Whether the user may have expected this one, which was refused, to be taken.
  private boolean isWorthSaying(Candidate refused) {
    return switch (refused.origin()) {
      case ENVIRONMENT, PROJECT -> true;
      case BUNDLED -> bundled.isCarried();
      case EXPLICIT, PATH, SYSTEM, PYENV, HOST -> false;
    };
  }

  private List<Candidate> of(Origin origin) {
    List<Candidate> known = candidates.get(origin);
    if (known == null) {
      known = look(origin);
      candidates.put(origin, known);
    }
    return known;
  }

  private List<Candidate> look(Origin origin) {
    return switch (origin) {
      case EXPLICIT -> explicit().stream().toList();
      case HOST -> List.of(); // It is joined, not looked for.
      case BUNDLED -> List.of(bundled.candidate());
      case PROJECT -> project(prospects.of(origin));
      case ENVIRONMENT, PATH, SYSTEM, PYENV -> inspect(prospects.of(origin));
    };
  }

  /// The project's environment, unless the project's lock says that it is another one.
  private List<Candidate> project(List<Prospect> found) {
    for (Prospect prospect : found) {
      Project project = new Project(prospect.path().toAbsolutePath().resolveSibling(""));
      projectFault = new ProjectCheck(project, path.cache()).fault();
      if (projectFault.isPresent()) {
        Outcome refused = new Outcome.Refused(projectFault.get());
        return List.of(new Candidate(Origin.PROJECT, prospect.path(), refused));
      }
    }
    return inspect(found);
  }

  private List<Candidate> inspect(List<Prospect> found) {
    List<Prospect> fresh = new ArrayList<>(found);
    fresh.removeIf(prospect -> !seen.add(identity(prospect)));
    return switch (fresh.size()) {
      case 0 -> List.of();
      case 1 -> List.of(inspector.inspect(fresh.getFirst()));
      default -> fresh.parallelStream().map(inspector::inspect).toList();
    };
  }

  private Optional<Candidate> explicit() {
    if (path.request().isEmpty()) {
      return Optional.empty();
    }
    return switch (Wish.of(path.request().get(), path)) {
      case Wish.At(Path named) ->
          Optional.of(inspector.inspect(new Prospect(Origin.EXPLICIT, named)));
      case Wish.Unknown(Path named, String reason) ->
          Optional.of(new Candidate(Origin.EXPLICIT, named, new Outcome.Refused(reason)));
      case Wish.Version _, Wish.Bundled _ -> Optional.empty();
    };
  }

  /// The same for two ways to write one program; different for an environment and its base.
  private Path identity(Prospect prospect) {
    Path program = inspector.programOf(prospect.path());
    try {
      return program
          .toAbsolutePath()
          .resolveSibling("")
          .toRealPath()
          .resolve(program.toRealPath().getFileName());
    } catch (IOException _) {
      return program.toAbsolutePath();
    }
  }
}
