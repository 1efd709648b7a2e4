package dev.terrarium.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `robot`: a robot that a TOML file declares.
@Command(
    name = "robot",
    header =
        "Runs a declared robot, checks or describes its declaration, serves an arm, or shows one.",
    synopsisSubcommandLabel = "run|demo|check|docs|serve",
    subcommands = {
      RobotRunCommand.class,
      RobotDemoCommand.class,
      RobotCheckCommand.class,
      RobotDocsCommand.class,
      RobotServeCommand.class
    })
final class RobotCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help; robot COMMAND --help shows a command's.")
  @SuppressWarnings("unused") // for picocli alone
  private boolean help;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "robot needs one of run, demo, check, docs and serve");
  }
}
