package dev.terrarium.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `env`: the environment that a project's `pyproject.toml` asks for.
@Command(
    name = "env",
    header = "Locks and makes the environment that a pyproject.toml asks for.",
    synopsisSubcommandLabel = "lock|sync|show",
    subcommands = {EnvLockCommand.class, EnvSyncCommand.class, EnvShowCommand.class})
final class EnvCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help; env COMMAND --help shows a command's.")
  @SuppressWarnings("unused") // for picocli alone
  private boolean help;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "env needs one of lock, sync and show");
  }
}
