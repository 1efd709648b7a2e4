package dev.terrarium.cli;

import dev.terrarium.cli.demo.ArmPage;
import dev.terrarium.pipeline.json.JsonOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `robot demo`: a policy in Python draws with a simulated arm, and misbehaves.
@Command(
    name = "demo",
    header = "Lets a policy in Python draw with a simulated arm, and writes a page about it.",
    description =
        "The policy blocks once for 300 ms, and in the end never answers again, on purpose; an"
            + " emergency stop ends that. The page shows the arm, and what the loop did meanwhile.",
    footer =
        "%nExit codes: 0 done; 2 the command line or the environment is wrong, and nothing ran; 3"
            + " the arm or the policy failed, and the page tells; 130 interrupted, and disarmed.")
final class RobotDemoCommand implements Callable<Integer> {
  private static final String PAGE = "--page";
  private static final String SECONDS = "--seconds";
  private static final double SHORTEST = 4;
  private static final double LONGEST = 120;

  private static final String OPEN = "--open";
  private static final String NO = "no";
  private static final List<String> OPENING = List.of("yes", NO);

  @Mixin private Shared shared = new Shared();

  @Option(
      names = PAGE,
      paramLabel = "FILE.html",
      defaultValue = "robot-demo.html",
      description = "Write the page there (default: ${DEFAULT-VALUE}).")
  private String page = "robot-demo.html";

  @Option(
      names = SECONDS,
      paramLabel = "SECONDS",
      defaultValue = "12",
      description = "Draw for so long, 4 to 120 (default: ${DEFAULT-VALUE}).")
  private double seconds = 12;

  @Option(
      names = OPEN,
      paramLabel = "yes|no",
      defaultValue = "yes",
      description =
          "Show the page in a browser, where there is a screen (default:" + " ${DEFAULT-VALUE}).")
  private String open = "yes";

  @Override
  public Integer call() {
    return shared.attempt(() -> RobotModules.needed(this::start));
  }

  private int start() {
    if (!(seconds >= SHORTEST && seconds <= LONGEST)) {
      throw new CommandLineException(
          SECONDS, "%s is a number of seconds from 4 to 120, not %s.".formatted(SECONDS, seconds));
    }
    if (!OPENING.contains(open)) {
      throw new CommandLineException(OPEN, "%s is yes or no, not %s.".formatted(OPEN, open));
    }
    PageFile.require(PAGE, page);
    int code;
    try (var destination = Destination.file(PAGE, page);
        var output = Destination.standardOutput()) {
      var report = new DemoRun(shared, seconds).run();
      destination.write(ArmPage.html(report.record()));
      destination.commit();
      var summary = report.summary(place());
      output.write(new JsonOutput(shared.complaints()::warn).text(summary) + "\n");
      code =
          report
              .failure()
              .map(RobotComplaints::failed)
              .map(ComplaintException::complaint)
              .map(shared.complaints()::tell)
              .orElse(ExitCode.DONE);
    } catch (InterruptedException told) {
      return ExitCode.INTERRUPTED;
    }
    if (open.equals(NO) || !Browser.shows(place())) {
      shared.terminal().say("terrarium: open %s in a browser".formatted(place()));
    }
    return code;
  }

  private Path place() {
    return Path.of(page).toAbsolutePath().normalize();
  }
}
