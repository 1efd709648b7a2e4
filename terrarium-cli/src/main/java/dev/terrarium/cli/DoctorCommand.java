package dev.terrarium.cli;

import dev.terrarium.pipeline.json.JsonOutput;
import dev.terrarium.session.Checkup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `doctor`: tells which Python is used, why, and what works.
@Command(
    name = "doctor",
    header = "Tells which Python is used and why, and what works.",
    description = "Shows every other Python that was looked at, too. Exit code 2 if nothing works.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private Shared shared = new Shared();

  @Option(names = "--json", description = "Tell it as one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    return shared.attempt(this::examine);
  }

  private int examine() {
    var checkup = Checkup.of(shared.search(), shared.terminal()::pass, shared.unpacking());
    try (var output = Destination.standardOutput()) {
      output.write(
          json
              ? new JsonOutput(_ -> {}).text(CheckupJson.of(checkup)) + "\n"
              : CheckupText.of(checkup));
    }
    return checkup.isHealthy() ? ExitCode.DONE : ExitCode.REFUSED;
  }
}
