package dev.terrarium.cli;

import dev.terrarium.environment.ProjectEnvironment;
import dev.terrarium.environment.ProjectOptions;
import dev.terrarium.environment.ProjectState;
import dev.terrarium.pipeline.json.JsonOutput;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `env show`: tells what there is of a project's lock and environment.
@Command(
    name = "show",
    header = "Tells what a project's lock and environment hold, and whether they fit each other.",
    description = "Exit code 2 if they do not.")
final class EnvShowCommand implements Callable<Integer> {
  @Mixin private Shared shared = new Shared();
  @Mixin private ProjectChoice choice = new ProjectChoice();
  @Mixin private ProjectChoice.Check check = new ProjectChoice.Check();

  @Option(
      names = "--target",
      paramLabel = "DIR",
      description = "Tell it of the folder that sync --target has made.")
  private @Nullable Path target;

  @Option(names = "--json", description = "Tell it as one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    return shared.attempt(this::show);
  }

  private int show() {
    var project = choice.project();
    var environment =
        ProjectEnvironment.of(
            project, shared.search(), check.apply(ProjectOptions.usual()), shared.unpacking());
    var state = target == null ? environment.state() : environment.stateOf(target);
    try (var output = Destination.standardOutput()) {
      output.write(json ? new JsonOutput(_ -> {}).text(object(state)) + "\n" : text(state));
    }
    return state.isCurrent() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private static String text(ProjectState state) {
    var text = new StringBuilder();
    line(text, "project", state.project().pyproject());
    if (!state.python().isEmpty()) {
      line(text, "lock", state.project().lock() + ", for Python " + state.python());
    }
    state.folder().ifPresent(folder -> line(text, "environment", folder));
    state.locked().forEach(each -> line(text, "locked", each));
    state.installed().stream()
        .filter(each -> !state.locked().contains(each))
        .forEach(each -> line(text, "installed", each));
    text.append(state.isCurrent() ? "The environment is as locked.\n" : "");
    state
        .faults()
        .forEach(fault -> text.append("Not as it should be: ").append(fault).append('\n'));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append("%-12s  %s\n".formatted(name, value));
  }

  private static Map<String, Object> object(ProjectState state) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("current", state.isCurrent());
    object.put("project", state.project().pyproject().toString());
    if (!state.python().isEmpty()) {
      object.put("lock", state.project().lock().toString());
      object.put("python", state.python());
    }
    state.folder().ifPresent(folder -> object.put("folder", folder.toString()));
    object.put("locked", state.locked());
    object.put("installed", state.installed());
    object.put("faults", state.faults());
    return object;
  }
}
