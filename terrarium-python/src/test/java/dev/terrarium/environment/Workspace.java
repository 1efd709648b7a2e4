package dev.terrarium.environment;

import dev.terrarium.environment.ProjectOptions.Packager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A project in a folder, with a folder of wheels that stands for the index.
///
/// @param project the project
/// @param path where Pythons and the cache are
/// @param notices what was told
record Workspace(Project project, SearchPath path, List<String> notices) {
  static final String WHEELS = "[tool.terrarium]\nfind-links = [\"wheels\"]\nno-index = true\n";

  /// A project in that folder, which sees the bundled Python alone.
  static Workspace in(Path folder, Path cache) throws IOException {
    Files.createDirectories(folder);
    SearchPath process = SearchPath.ofProcess();
    SearchPath path =
        new SearchPath(
            Optional.empty(),
            Optional.empty(),
            folder,
            InstalledPlaces.none(),
            process.jars(),
            cache);
    Files.createFile(folder.resolve(".git"));
    return new Workspace(new Project(folder), path, new ArrayList<>());
  }

  Workspace with(SearchPath other) {
    return new Workspace(project, other, notices);
  }

  Wheels wheels() {
    return new Wheels(project.folder().resolve("wheels"));
  }

  /// Writes a `pyproject.toml` that depends on these.
  Workspace needs(String... dependencies) throws IOException {
    return write(
        "[project]\nname = \"it\"\nversion = \"1\"\ndependencies = [%s]\n"
                .formatted(
                    String.join(
                        ", ",
                        List.of(dependencies).stream().map(each -> '"' + each + '"').toList()))
            + WHEELS);
  }

  Workspace write(String pyproject) throws IOException {
    Files.writeString(project.pyproject(), pyproject);
    return this;
  }

  ProjectEnvironment environment() {
    return environment(new ProjectOptions(false, Packager.PIP));
  }

  ProjectEnvironment environment(ProjectOptions options) {
    return ProjectEnvironment.of(
        project,
        path,
        options,
        new UnpackListener() {
          @Override
          public void unpacked(long bytesDone, long bytesTotal) {}

          @Override
          public void notice(String sentence) {
            notices.add(sentence);
          }
        });
  }
}
