package dev.terrarium.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// Makes the environment that a project's `pyproject.toml` asks for.
///
/// The packages are pinned in a lock file beside it. An environment lies in the cache under a
/// digest of the lock, its Python and the platform, so that projects and processes share it; the
/// project's `.venv` is a link to it, by which [Environment#choose] finds it.
public final class ProjectEnvironment {
  /// The folder of all environments in the cache.
  static final String ENVIRONMENTS = "environments";

  private static final CompleteFolder.Words WORDS =
      new CompleteFolder.Words(
          "Another process is making the environment %s; waiting for it.",
          "The environment in %s is made again (%s).",
          "The making of an environment was cut short and left %s; removing it.");

  private final Project project;
  private final SearchPath path;
  private final ProjectOptions options;
  private final UnpackListener listener;

  private ProjectEnvironment(
      Project project, SearchPath path, ProjectOptions options, UnpackListener listener) {
    this.project = project;
    this.path = path;
    this.options = options;
    this.listener = listener;
  }

  /// That of a project; makes nothing yet.
  ///
  /// @param path where Pythons, uv and the cache are
  /// @param listener hears how it goes on
  public static ProjectEnvironment of(
      Project project, SearchPath path, ProjectOptions options, UnpackListener listener) {
    return new ProjectEnvironment(project, path, options, listener);
  }

  /// Chooses the packages and writes the lock file.
  ///
  /// @throws EnvironmentException if the project is malformed, no Python fits, or the packages
  ///   cannot be had together; the lock that was there stays
  public ProjectState lock() {
    Foundation base = finder().toLock();
    Requirements requirements = base.reading().requirements();
    Installer installer = installer(base);
    listener.notice(
        "Locking the packages of %s for Python %s with %s."
            .formatted(project.folder(), base.minor(), installer.name()));
    try {
      Path draft = Files.createTempDirectory("terrarium-lock");
      try {
        Installer.Resolved resolved =
            requirements.dependencies().isEmpty()
                ? new Installer.Resolved("", true)
                : installer.resolve(requirements, draft);
        new Lock(
                base.minor(),
                resolved.anyPlatform() ? Lock.ANY_PLATFORM : platform(),
                requirements.requiresPython(),
                requirements.dependencies(),
                resolved.pins())
            .write(project.lock());
      } finally {
        Folders.delete(draft);
      }
    } catch (IOException failure) {
      throw new EnvironmentException(
          "%s cannot be written: %s.".formatted(project.lock(), Sentences.reason(failure)),
          failure);
    }
    return state();
  }

  /// Makes the environment, unless it is there, and the project's `.venv` a link to it. A project
  /// without a lock is locked first.
  ///
  /// @return the Python of the environment, ready to be opened
  /// @throws EnvironmentException if the project has changed since it was locked, or the
  ///   environment cannot be made
  public Installation sync() {
    ProjectLink link = new ProjectLink(project, path.cache());
    link.check();
    Foundation base = baseOfLock();
    Lock lock = Lock.read(project.lock());
    Path folder = environments().resolve(key(lock, base));
    EnvironmentFolder environment = environment(base, lock);
    make(
        CompleteFolder.at(folder, WORDS),
        environment,
        draft -> environment.makeVirtual(draft, folder));
    link.to(folder);
    return inspect(project.link());
  }

  /// Makes the environment as a folder that can be copied to another machine of this kind, which
  /// needs no network then. Built on the bundled Python, it holds all of it; built on another one,
  /// it refers to that one by its path.
  ///
  /// @return the Python in the folder
  /// @throws EnvironmentException if the folder is one that was not made so, or as for [#sync()]
  public Installation syncTo(Path target) {
    Path folder = target.toAbsolutePath().normalize();
    if (isOccupied(folder)) {
      throw new EnvironmentException(
          "%s is not empty, and no environment that Terrarium made: name another folder."
              .formatted(folder));
    }
    Foundation base = baseOfLock();
    Lock lock = Lock.read(project.lock());
    EnvironmentFolder environment = environment(base, lock);
    String key = Digests.of(folder.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 24);
    CompleteFolder place =
        new CompleteFolder(folder, environments().resolve("target-" + key + ".lock"), WORDS);
    Bundle.Finding bundled = Bundle.find(path.jars(), Host.current().platform(), Pins.ofRelease());
    if (base.isBundled(path.cache()) && bundled instanceof Bundle.Finding.Found(Bundle bundle)) {
      make(place, environment, draft -> environment.makeWhole(bundle, draft, folder));
    } else {
      make(place, environment, draft -> environment.makeVirtual(draft, folder));
      listener.notice(
          "%s refers to the Python in %s, which must lie there on the other machine too."
              .formatted(folder, base.installation().basePrefix()));
    }
    return inspect(folder);
  }

  /// What there is of the lock and the environment. Makes nothing.
  public ProjectState state() {
    return ProjectState.of(project, finder(), project.link(), options.everyFile());
  }

  /// The same, with the environment in a folder that [#syncTo(Path)] has made.
  public ProjectState stateOf(Path target) {
    return ProjectState.of(project, finder(), target, options.everyFile());
  }

  private Foundation baseOfLock() {
    if (!Files.exists(project.lock(), LinkOption.NOFOLLOW_LINKS)) {
      listener.notice(project.folder() + " has no terrarium.lock yet.");
      lock();
    }
    Lock lock = Lock.read(project.lock());
    Foundation base = finder().toBuild(lock);
    Optional<String> drift = lock.drift(base.reading().requirements());
    if (drift.isPresent()) {
      throw new EnvironmentException(
          "%s has changed since it was locked: %s. Lock it again by `terrarium env lock`."
              .formatted(project.pyproject(), drift.get()));
    }
    if (!lock.platform().equals(Lock.ANY_PLATFORM) && !lock.platform().equals(platform())) {
      throw new EnvironmentException(
          """
          %s was made by pip for %s, and this is %s: lock here by `terrarium env lock`, or with uv, \
          whose locks fit every platform.\
          """
              .formatted(project.lock(), lock.platform(), platform()));
    }
    return base;
  }

  private void make(
      CompleteFolder folder, EnvironmentFolder environment, CompleteFolder.Maker maker) {
    if (environment.fault(folder.folder()).isEmpty()) {
      return;
    }
    try {
      folder.make(
          environment::fault,
          draft -> {
            listener.notice(
                "Making the environment %s with %s."
                    .formatted(folder.folder(), environment.installer().name()));
            maker.make(draft);
          },
          listener);
    } catch (IOException failure) {
      throw new EnvironmentException(
          "The environment %s cannot be made: %s. Make room or grant write access, or name another cache folder in TERRARIUM_CACHE."
              .formatted(folder.folder(), Sentences.reason(failure)),
          failure);
    }
  }

  /// Whether it holds something of somebody else.
  private static boolean isOccupied(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    String[] files = folder.toFile().list();
    return (files == null || files.length > 0) && EnvironmentRecord.of(folder).isEmpty();
  }

  private Installation inspect(Path folder) {
    return switch (new Inspector(path, Host.current())
        .inspect(new Prospect(Origin.PROJECT, folder))
        .outcome()) {
      case Outcome.Accepted(Installation installation) -> installation;
      case Outcome.Refused(String reason) ->
          throw new EnvironmentException(
              "The environment %s was made and cannot be used: %s".formatted(folder, reason));
    };
  }

  private EnvironmentFolder environment(Foundation base, Lock lock) {
    return new EnvironmentFolder(
        base, lock, installer(base), tool(base), project.lock(), options.everyFile());
  }

  private Installer installer(Foundation base) {
    String words = "Python %s on %s".formatted(base.minor(), platform());
    InstallFaults faults = new InstallFaults(project, words, options.offline());
    return new Installers(path, options)
        .choose(base, new Pip.Runner(tool(base), faults), new ProjectReader(project, path.cache()));
  }

  private Tool tool(Foundation base) {
    return new Tool(project.folder(), base.installation().variables(), listener);
  }

  private Foundation.Finder finder() {
    return new Foundation.Finder(project, path, listener);
  }

  private Path environments() {
    return path.cache().toAbsolutePath().resolve(ENVIRONMENTS);
  }

  private static String platform() {
    return Host.current().platform().toString();
  }

  /// Of all that decides what an environment holds.
  private static String key(Lock lock, Foundation base) {
    String content =
        String.join(
            "\n",
            lock.digest(),
            base.installation().version().text(),
            base.installation().basePrefix().toString(),
            base.installation().abi(),
            platform());
    return "python-"
        + base.installation().version().text()
        + "-"
        + Digests.of(content.getBytes(StandardCharsets.UTF_8)).substring(0, 24);
  }
}
