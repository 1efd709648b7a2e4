package dev.terrarium.session;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.Project;
import dev.terrarium.environment.ProjectEnvironment;
import dev.terrarium.environment.ProjectOptions;
import dev.terrarium.environment.ProjectOptions.Packager;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one Python of a session: chosen when it is needed first, from the environment that the
/// manifest or the robot asks for, if it asks for one. Safe to use from any thread.
public final class ChosenPython implements Supplier<Installation> {
  private final SessionSettings settings;
  private @Nullable Project project;
  private @Nullable Installation chosen;

  /// Looks for no Python yet.
  public ChosenPython(SessionSettings settings) {
    this.settings = settings;
  }

  /// Says which project's environment is wanted.
  ///
  /// @return whether that can be had: another Python may have been chosen before
  public synchronized boolean want(Project wanted) {
    if (chosen != null && !wanted.equals(project)) {
      return false;
    }
    project = wanted;
    return true;
  }

  @Override
  public synchronized Installation get() {
    var known = chosen;
    if (known == null) {
      known = project == null ? choose() : environment(project).sync();
      chosen = known;
    }
    return known;
  }

  private Installation choose() {
    return Environment.choose(settings.search(), settings.unpacking());
  }

  private ProjectEnvironment environment(Project wanted) {
    return ProjectEnvironment.of(
        wanted, settings.search(), new ProjectOptions(false, Packager.ANY), settings.unpacking());
  }

  /// Returns the Python, if one was needed so far.
  public synchronized Optional<Installation> soFar() {
    return Optional.ofNullable(chosen);
  }
}
