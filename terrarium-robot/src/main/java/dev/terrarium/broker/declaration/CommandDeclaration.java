package dev.terrarium.broker.declaration;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Something that a robot can be told to do.
///
/// @param handling what does it
/// @param exposed whether scripts may give the command
/// @param rules when it may run, and what makes way for it
/// @param doc what it does
/// @param arguments what it takes, by their names, in their order
public record CommandDeclaration(
    CommandHandling handling,
    boolean exposed,
    Rules rules,
    String doc,
    Map<String, ArgumentDeclaration> arguments) {
  public CommandDeclaration {
    Required.components(CommandDeclaration.class, handling, exposed, rules, doc, arguments);
    arguments = Required.map("arguments", arguments);
  }

  /// What a command has to do with arming.
  public enum Role {
    ORDINARY,
    /// Whoever arms the robot runs this.
    ARM,
    /// Whoever disarms the robot runs this.
    DISARM
  }

  /// When a command may run, and what makes way for it.
  ///
  /// @param timeout how long it may take; without it, as long as it likes
  /// @param allowedStates the states that it may begin in; empty for the usual ones: `idle`,
  ///   `disarmed` for a command that arms, every one of the armed robot for a command that disarms
  /// @param category what it shares a limit with; without it, the category `default`
  /// @param cancels categories of which what runs is cancelled first; [#EVERY_CATEGORY] for all
  /// @param role what it has to do with arming
  public record Rules(
      Optional<Duration> timeout,
      List<String> allowedStates,
      Optional<String> category,
      List<String> cancels,
      Role role) {
    /// In place of the categories to cancel.
    public static final String EVERY_CATEGORY = "*";

    public Rules {
      Required.components(Rules.class, timeout, allowedStates, category, cancels, role);
      allowedStates = Required.list("allowedStates", allowedStates);
      cancels = Required.list("cancels", cancels);
    }
  }

  /// Returns a command that a Python function does, which scripts cannot give.
  public static CommandDeclaration python(String module, String function) {
    return of(new CommandHandling.Python(module, function));
  }

  /// Returns a command that Java does, which scripts cannot give.
  public static CommandDeclaration java() {
    return of(new CommandHandling.Java());
  }

  /// Returns a command that scripts cannot give, with the rules that are usual for what does it.
  public static CommandDeclaration of(CommandHandling handling) {
    Required.given("handling of a CommandDeclaration", "of the type CommandHandling", handling);
    return new CommandDeclaration(
        handling,
        false,
        new Rules(Optional.empty(), List.of(), Optional.empty(), List.of(), roleOf(handling)),
        "",
        Map.of());
  }

  /// Returns what a command has to do with arming where nothing is said of that.
  static Role roleOf(CommandHandling handling) {
    return switch (handling) {
      case CommandHandling.Arm _ -> Role.ARM;
      case CommandHandling.Disarm _ -> Role.DISARM;
      case CommandHandling.Python _, CommandHandling.SetState _, CommandHandling.Java _ ->
          Role.ORDINARY;
    };
  }

  /// Returns the same command, for scripts too.
  public CommandDeclaration forScripts() {
    return new CommandDeclaration(handling, true, rules, doc, arguments);
  }

  /// Returns the same command under other rules.
  public CommandDeclaration under(Rules rules) {
    return new CommandDeclaration(handling, exposed, rules, doc, arguments);
  }

  /// Returns the same command, explained.
  public CommandDeclaration documented(String doc) {
    return new CommandDeclaration(handling, exposed, rules, doc, arguments);
  }

  /// Returns the same command with one more argument, behind those that it has.
  public CommandDeclaration taking(String name, ArgumentDeclaration argument) {
    var more = new LinkedHashMap<>(arguments);
    if (more.put(name, argument) != null) {
      throw new IllegalArgumentException(
          "The argument '" + name + "' is declared twice: give one of them another name");
    }
    return new CommandDeclaration(handling, exposed, rules, doc, more);
  }
}
