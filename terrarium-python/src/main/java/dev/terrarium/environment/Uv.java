package dev.terrarium.environment;

import dev.terrarium.environment.Requirements.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// uv. It keeps what it has fetched in a cache of its own.
///
/// @param program where it lies
/// @param base the interpreter to choose packages for
/// @param offline whether it may use its cache alone
/// @param tool runs it
/// @param faults the words for what goes wrong
record Uv(Path program, Path base, boolean offline, Tool tool, InstallFaults faults)
    implements Installer {
  @Override
  public String name() {
    return "uv";
  }

  @Override
  public Resolved resolve(Requirements requirements, Path draft) throws IOException {
    Path wanted = draft.resolve("requirements.in");
    Path pins = draft.resolve("requirements.txt");
    Files.write(wanted, requirements.dependencies());
    List<String> command = new ArrayList<>(List.of(program.toString(), "pip", "compile"));
    command.addAll(List.of("--universal", "--generate-hashes", "--no-header", "--no-annotate"));
    command.addAll(List.of("--quiet", "--only-binary", ":all:", "--python", base.toString()));
    command.addAll(List.of("--output-file", pins.toString()));
    command.addAll(Installer.options(requirements.sources()));
    if (offline) {
      command.add("--offline");
    }
    command.add(wanted.toString());
    Tool.Ended ended = tool.run(command);
    if (!ended.isDone()) {
      throw faults.notLocked(ended);
    }
    return new Resolved(Files.readString(pins), true);
  }

  /// Tries without a network first: hashes say that what lies in the cache is what is wanted.
  @Override
  public void install(Path python, Path lock, Sources sources) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString(), "pip", "install"));
    command.addAll(List.of("--python", python.toString(), "--break-system-packages"));
    command.addAll(List.of("--no-deps", "--require-hashes", "--only-binary", ":all:"));
    command.addAll(List.of("--link-mode", "copy", "--requirements", lock.toString()));
    command.addAll(Installer.options(sources));
    List<String> cached = new ArrayList<>(command);
    cached.add("--offline");
    Tool.Ended ended = tool.run(cached);
    if (!ended.isDone() && !offline) {
      ended = tool.run(command);
    }
    if (!ended.isDone()) {
      throw faults.notInstalled(ended);
    }
  }
}
