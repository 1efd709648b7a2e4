package dev.terrarium.cli;

import dev.terrarium.pipeline.Spelling;
import dev.terrarium.session.Logs;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line as a whole. Only the command that is called is looked at.
@Command(
    name = "terrarium",
    description = "Runs pipelines of Java and Python nodes, and robots with Python scripts.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Program.Release.class)
final class Program {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help; COMMAND --help shows a command's.")
  @SuppressWarnings("unused") // for picocli alone
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version.")
  @SuppressWarnings("unused") // for picocli alone
  private boolean version;

  /// Carries out a command line and returns the exit code.
  static int execute(String... arguments) {
    Logs.showPlaces();
    if (arguments.length == 0) {
      Terminal.ofProcess().say(whole().getUsageMessage());
      return ExitCode.REFUSED;
    }
    var command = commands().get(arguments[0]);
    var line = command == null ? whole() : new CommandLine(command.get());
    if (command != null) {
      line.setCommandName("terrarium " + arguments[0]);
    }
    line.setExpandAtFiles(false);
    line.setOut(new PrintWriter(new OutputStreamWriter(Terminal.output(), StandardCharsets.UTF_8)));
    line.setParameterExceptionHandler(Program::refuse);
    return line.execute(
        command == null ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("run", RunCommand::new);
    commands.put("check", CheckCommand::new);
    commands.put("draw", DrawCommand::new);
    commands.put("replay", ReplayCommand::new);
    commands.put("nodes", NodesCommand::new);
    commands.put("robot", RobotCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("env", EnvCommand::new);
    commands.put("bench", BenchCommand::new);
    return commands;
  }

  private static CommandLine whole() {
    var line = new CommandLine(new Program());
    commands().forEach((name, command) -> line.addSubcommand(name, command.get()));
    return line;
  }

  private static int refuse(ParameterException wrong, String[] arguments) {
    var complaints =
        new Complaints(
            Terminal.ofProcess(), List.of(arguments).contains("--json-errors"), false, List.of());
    var command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    var sentence = sentence(wrong) + " See " + command + " --help.";
    return complaints.tell(Complaint.of(new CommandLineException("arguments", sentence)));
  }

  private static String sentence(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return wrong.getMessage() + ".";
    }
    var name = unmatched.getUnmatched().getFirst();
    if (unmatched.isUnknownOption()) {
      if (wrong.getCommandLine().getCommand() instanceof Program) {
        return "No option " + name + " stands before the command; it may belong after it.";
      }
      return "There is no option " + name + suggestion(unmatched);
    }
    var commands = wrong.getCommandLine().getSubcommands().keySet();
    if (commands.isEmpty()) {
      return "The argument " + name + " is one too many.";
    }
    var hint = Spelling.hint(name, commands);
    return "There is no command %s; there are %s%s"
        .formatted(name, String.join(", ", commands), hint.isEmpty() ? "." : hint);
  }

  private static String suggestion(UnmatchedArgumentException unmatched) {
    var close = unmatched.getSuggestions();
    return close.isEmpty() ? "." : "; did you mean " + close.getFirst() + "?";
  }

  /// Reads the version that the build wrote down.
  static String version() {
    try (var text = Program.class.getResourceAsStream("version.txt")) {
      return text == null ? "?" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The version, for `--version`.
  static final class Release implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"terrarium " + version()};
    }
  }
}
