package dev.terrarium.cli;

import dev.terrarium.pipeline.Lookup;
import dev.terrarium.session.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nodes`: shows the nodes there are.
@Command(name = "nodes", header = "Shows the nodes there are, or one with its parameters.")
final class NodesCommand implements Callable<Integer> {
  @Mixin private Shared shared = new Shared();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A node: a built-in name, or module:Class in Python.")
  private @Nullable String name;

  @Option(
      names = "--python-path",
      paramLabel = "DIR",
      description = "Import a Python node from there; otherwise from the working directory.")
  private List<String> pythonPath = List.of();

  @Override
  public Integer call() {
    return shared.attempt(this::show);
  }

  private int show() {
    var folders = new ArrayList<>(Shared.paths(pythonPath));
    folders.add(Path.of("").toAbsolutePath());
    try (var session = Session.open(shared.settings(folders));
        var output = Destination.standardOutput()) {
      output.write(name == null ? NodeText.all(session.catalog()) : one(session, name));
      return ExitCode.DONE;
    }
  }

  private static String one(Session session, String name) {
    return switch (session.catalog().find(name)) {
      case Lookup.Found(var type) -> NodeText.of(type);
      case Lookup.Unknown _ -> {
        var hint = session.catalog().hint(name);
        throw new CommandLineException(
            "NAME",
            "There is no built-in node "
                + name
                + (hint.isEmpty() ? ";" : hint)
                + " `nodes` lists those there are. A class in a Python module is written"
                + " module:Class.");
      }
      case Lookup.Broken(var reason, _) -> throw new CommandLineException("NAME", reason);
    };
  }
}
