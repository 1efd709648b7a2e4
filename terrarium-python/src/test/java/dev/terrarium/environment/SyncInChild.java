package dev.terrarium.environment;

import dev.terrarium.environment.ProjectOptions.Packager;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonOptions;
import java.io.IOException;
import java.nio.file.Path;

/// A process that makes a project's environment, or one that runs what is in a folder.
final class SyncInChild {
  private SyncInChild() {}

  /// `sync CACHE PROJECT`, or `use CACHE FOLDER MODULE`.
  public static void main(String[] arguments) throws IOException {
    Path cache = Path.of(arguments[1]);
    if (arguments[0].equals("sync")) {
      SearchPath path =
          new SearchPath(
              FakePython.nowhere(cache).request(),
              FakePython.nowhere(cache).virtualEnv(),
              cache,
              InstalledPlaces.none(),
              SearchPath.ofProcess().jars(),
              cache);
      Workspace space = new Workspace(new Project(Path.of(arguments[2])), path, new SaidAloud());
      System.out.println(
          "made " + space.environment(new ProjectOptions(false, Packager.PIP)).sync().prefix());
      return;
    }
    SearchPath path = FakePython.nowhere(cache).withRequest(arguments[2], "test");
    try (Python python = Python.open(PythonOptions.of(Environment.choose(path)))) {
      String version = python.call(gil -> gil.importModule(arguments[3]).attr("VERSION").str());
      System.out.println(arguments[3] + " " + version);
    }
  }

  /// Notices that are printed.
  private static final class SaidAloud extends java.util.AbstractList<String> {
    @Override
    public boolean add(String notice) {
      System.out.println(notice);
      return true;
    }

    @Override
    public String get(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int size() {
      return 0;
    }
  }
}
