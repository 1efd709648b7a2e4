package dev.terrarium.broker.declaration;

import dev.terrarium.broker.declaration.CommandDeclaration.Role;
import dev.terrarium.broker.declaration.CommandDeclaration.Rules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables `commands.NAME`: what the robot can be told to do.
final class CommandSection {
  static final Field<CommandHandling> HANDLER =
      Field.required(
          "handler",
          Kinds.parsed(CommandHandling.Names.HANDLER, CommandHandling::of),
          "what does it");
  static final Field<Boolean> EXPOSED =
      Field.usual("exposed", Kinds.FLAG, false, "whether scripts may give it");
  static final Field<Duration> TIMEOUT_MS =
      Field.optional(
          "timeout_ms", Kinds.MILLIS, "how long it may take; otherwise as long as it likes");
  static final Field<List<String>> ALLOWED_STATES =
      Field.usual(
          "allowed_states",
          Kinds.list("a list of states", Kinds.WORD),
          List.of(),
          "the states that it may begin in; where there are none: `idle`, `disarmed` for a command that"
              + " arms, and every state of the armed robot for one that disarms");
  static final Field<String> CATEGORY =
      Field.optional("category", Kinds.WORD, "what it shares a limit with");
  static final Field<List<String>> CANCEL =
      Field.usual(
          "cancel",
          Kinds.list("a list of categories, or of \"*\" alone", Kinds.TEXT),
          List.of(),
          "categories of which what runs is cancelled before it begins");
  static final Field<Boolean> ARM =
      Field.usual("arm", Kinds.FLAG, false, "whether whoever arms the robot runs it");
  static final Field<Boolean> DISARM =
      Field.usual("disarm", Kinds.FLAG, false, "whether whoever disarms the robot runs it");
  static final Field<String> DOC = Field.usual("doc", Kinds.DOC, "", "what it does");
  static final Field<Map<String, ArgumentDeclaration>> ARGUMENTS =
      Field.usual(
          "arguments",
          new NamedKind<>("a table of arguments", Kinds.WORD, ArgumentSection.KIND),
          Map.of(),
          "what it takes, by name");

  static final Section SECTION =
      Section.of(
          "commands.NAME",
          HANDLER,
          EXPOSED,
          TIMEOUT_MS,
          ALLOWED_STATES,
          CATEGORY,
          CANCEL,
          ARM,
          DISARM,
          DOC,
          ARGUMENTS);

  private CommandSection() {}

  /// Returns what the command has to do with arming, whether by a flag or by what does it; nothing
  /// where it would have to do with both.
  static Optional<Role> role(Entry entry) {
    var implied = entry.find(HANDLER).map(CommandDeclaration::roleOf).orElse(Role.ORDINARY);
    boolean arms = implied == Role.ARM || entry.find(ARM).orElse(false);
    boolean disarms = implied == Role.DISARM || entry.find(DISARM).orElse(false);
    if (arms && disarms) {
      return Optional.empty();
    }
    return Optional.of(arms ? Role.ARM : disarms ? Role.DISARM : Role.ORDINARY);
  }

  static CommandDeclaration read(Entry entry) {
    var rules =
        new Rules(
            entry.find(TIMEOUT_MS),
            entry.get(ALLOWED_STATES),
            entry.find(CATEGORY),
            entry.get(CANCEL),
            role(entry).orElseThrow());
    return new CommandDeclaration(
        entry.get(HANDLER), entry.get(EXPOSED), rules, entry.get(DOC), entry.get(ARGUMENTS));
  }

  static Map<String, Object> write(CommandDeclaration command) {
    var rules = command.rules();
    var implied = CommandDeclaration.roleOf(command.handling());
    return new Written()
        .put(HANDLER, command.handling())
        .put(EXPOSED, command.exposed())
        .putIfThere(TIMEOUT_MS, rules.timeout())
        .put(ALLOWED_STATES, rules.allowedStates())
        .putIfThere(CATEGORY, rules.category())
        .put(CANCEL, rules.cancels())
        .put(ARM, rules.role() == Role.ARM && implied != Role.ARM)
        .put(DISARM, rules.role() == Role.DISARM && implied != Role.DISARM)
        .put(DOC, command.doc())
        .put(ARGUMENTS, command.arguments())
        .table();
  }
}
