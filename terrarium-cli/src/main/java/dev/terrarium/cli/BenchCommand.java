package dev.terrarium.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `bench`: belongs to the launcher, which builds and runs the benchmarks.
@Command(
    name = "bench",
    header = "Measures the figures of the README again.",
    description = "The launcher does this: call bench through ./terrarium, in a checkout.")
final class BenchCommand implements Callable<Integer> {
  @Mixin private Shared shared = new Shared();

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "The figures to measure.")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    return shared
        .complaints()
        .tell(
            Complaint.of(
                new CommandLineException(
                    "bench",
                    "The launcher runs the benchmarks, as they are no part of this program: call"
                        + " ./terrarium bench"
                        + String.join("", names.stream().map(name -> " " + name).toList())
                        + " in a checkout.")));
  }
}
