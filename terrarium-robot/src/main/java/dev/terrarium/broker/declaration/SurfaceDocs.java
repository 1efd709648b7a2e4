package dev.terrarium.broker.declaration;

import dev.terrarium.broker.declaration.CommandDeclaration.Role;
import dev.terrarium.broker.declaration.PayloadDeclaration.PayloadField;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.topic.TopicPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a robot exposes, as Markdown: commands with their arguments, topics with what their
/// messages hold, parameters with their bounds, its arm and what moves that.
public final class SurfaceDocs {
  private final RobotDeclaration robot;
  private final StringBuilder page = new StringBuilder();

  private SurfaceDocs(RobotDeclaration robot) {
    this.robot = robot;
  }

  /// Returns a page that lists what scripts may use, and of the rest what an operator may.
  public static String markdown(RobotDeclaration robot) {
    var docs = new SurfaceDocs(Required.given("the robot", "a RobotDeclaration", robot));
    docs.heading();
    docs.commands();
    docs.topics();
    docs.messages();
    docs.parameters();
    docs.actuators();
    docs.arm();
    docs.policies();
    return docs.page.toString();
  }

  private void heading() {
    var operation = robot.operation();
    page.append("# ").append(robot.robot().name()).append("\n\n");
    page.append(operation.simulated() ? "A simulated robot" : "A robot").append(", ");
    page.append(
        switch (operation.arming()) {
          case OPERATOR -> "armed by its operator. ";
          case ON_START -> "armed when it opens. ";
        });
    var states = new ArrayList<>(List.of(OperationDeclaration.IDLE));
    states.addAll(operation.states());
    page.append("States: ").append(list(states)).append("; it begins in `");
    page.append(operation.initialState()).append("`.\n");
  }

  private void commands() {
    var exposed = commandsThat(true);
    var others = commandsThat(false);
    if (!exposed.isEmpty()) {
      page.append("\n## Commands for scripts\n");
      exposed.forEach(this::command);
    }
    if (!others.isEmpty()) {
      page.append("\n## Commands for the operator\n");
      others.forEach(this::command);
    }
  }

  private Map<String, CommandDeclaration> commandsThat(boolean exposed) {
    return robot.surface().commands().entrySet().stream()
        .filter(command -> command.getValue().exposed() == exposed)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one, LinkedHashMap::new));
  }

  private void command(String name, CommandDeclaration command) {
    var rules = command.rules();
    page.append("\n### `").append(name).append("`\n\n");
    paragraph(command.doc());
    page.append("Allowed in ").append(list(states(rules))).append(". Category `");
    page.append(rules.category().orElse("default")).append("`, at most ");
    page.append(limit(rules.category().orElse("default"))).append(" at once.");
    if (!rules.cancels().isEmpty()) {
      page.append(" Cancels ")
          .append(
              rules.cancels().equals(List.of("*")) ? "every other command" : list(rules.cancels()));
      page.append(" first.");
    }
    rules
        .timeout()
        .ifPresent(time -> page.append(" Ends after ").append(time.toMillis()).append(" ms."));
    page.append(
        switch (rules.role()) {
          case ORDINARY -> "";
          case ARM -> " Arms the robot.";
          case DISARM -> " Disarms the robot.";
        });
    page.append('\n');
    if (!command.arguments().isEmpty()) {
      table(
          List.of("argument", "type", "default", "what it is"),
          command.arguments().entrySet().stream()
              .map(argument -> argument(argument.getKey(), argument.getValue()))
              .toList());
    }
  }

  private List<String> states(CommandDeclaration.Rules rules) {
    if (!rules.allowedStates().isEmpty()) {
      return rules.allowedStates();
    }
    return rules.role() == Role.DISARM
        ? Stream.concat(Stream.of(OperationDeclaration.IDLE), robot.operation().states().stream())
            .toList()
        : List.of(rules.role() == Role.ARM ? "disarmed" : OperationDeclaration.IDLE);
  }

  private int limit(String category) {
    return robot.operation().categories().getOrDefault(category, 1);
  }

  private static List<String> argument(String name, ArgumentDeclaration argument) {
    var type =
        argument.values().isEmpty()
            ? Kinds.spelt(argument.type())
            : "one of " + list(argument.values());
    var otherwise =
        argument
            .otherwise()
            .map(value -> code(value.toString()))
            .orElse(argument.required() ? "required" : "");
    return List.of(code(name), type, otherwise, argument.doc());
  }

  private void topics() {
    var topics =
        robot.surface().topics().entrySet().stream()
            .filter(topic -> topic.getValue().scripts() != TopicDeclaration.ScriptAccess.NONE)
            .toList();
    if (topics.isEmpty()) {
      return;
    }
    page.append("\n## Topics for scripts\n");
    table(
        List.of("topic", "scripts may", "message", "how often", "what it is"),
        topics.stream().map(topic -> topic(topic.getKey(), topic.getValue())).toList());
  }

  private static List<String> topic(TopicPath path, TopicDeclaration topic) {
    var access =
        switch (topic.scripts()) {
          case NONE -> "";
          case SUBSCRIBE -> "subscribe";
          case PUBLISH -> "publish";
          case BOTH -> "subscribe, publish";
        };
    var often =
        topic
            .throttle()
            .map(throttle ->
                "once in "
                    + throttle.period().toMillis()
                    + " ms"
                    + (throttle.trailing() ? ", and the last one" : ""))
            .orElse(topic.scripts().subscribes() ? "each" : "");
    return List.of(
        code(path.text()),
        access,
        topic.type().map(SurfaceDocs::code).orElse("any"),
        often,
        topic.doc());
  }

  /// The types of messages that the topics for scripts have, each once.
  private void messages() {
    var types = new LinkedHashSet<String>();
    robot.surface().topics().values().stream()
        .filter(topic -> topic.scripts() != TopicDeclaration.ScriptAccess.NONE)
        .map(TopicDeclaration::type)
        .flatMap(Optional::stream)
        .forEach(types::add);
    if (!types.isEmpty()) {
      page.append("\n## Messages\n");
      types.forEach(this::message);
    }
  }

  private void message(String type) {
    page.append("\n### `").append(type).append("`\n\n");
    var own = robot.surface().payloads().get(type);
    if (own != null) {
      paragraph(own.doc());
    }
    var rows =
        own != null
            ? own.fields().entrySet().stream()
                .map(field -> field(field.getKey(), field.getValue()))
                .toList()
            : PayloadTypes.builtIn().get(type).fields().stream()
                .map(field ->
                    List.of(
                        code(field.name()),
                        field.type(),
                        field.isRequired() ? "required" : code(field.otherwise()),
                        field.doc()))
                .toList();
    if (!rows.isEmpty()) {
      table(List.of("field", "type", "default", "what it is"), rows);
    }
  }

  private static List<String> field(String name, PayloadField field) {
    return List.of(
        code(name), field.type().toString(), field.required() ? "required" : "", field.doc());
  }

  private void parameters() {
    if (robot.surface().parameters().isEmpty()) {
      return;
    }
    page.append("\n## Parameters\n");
    table(
        List.of("parameter", "type", "bounds", "default", "what it is"),
        robot.surface().parameters().entrySet().stream()
            .map(parameter -> parameter(parameter.getKey(), parameter.getValue()))
            .toList());
  }

  private static List<String> parameter(String path, ParameterDeclaration parameter) {
    var min = parameter.min().map(bound -> "from " + bound).orElse(null);
    var max = parameter.max().map(bound -> "to " + bound).orElse(null);
    var bounds = Stream.of(min, max).filter(Objects::nonNull).collect(Collectors.joining(" "));
    return List.of(
        code(path),
        parameter.unit().map(unit -> "float in " + unit).orElse(Kinds.spelt(parameter.type())),
        bounds,
        code(parameter.initial().toString()),
        parameter.doc());
  }

  private void actuators() {
    if (robot.surface().actuators().isEmpty()) {
      return;
    }
    page.append("\n## Actuators\n");
    table(
        List.of("actuator", "topic", "takes", "what it is"),
        robot.surface().actuators().entrySet().stream()
            .map(actuator ->
                List.of(
                    code(actuator.getKey()),
                    code(actuator.getValue().path().text()),
                    list(actuator.getValue().accepts()),
                    actuator.getValue().doc()))
            .toList());
  }

  private void arm() {
    robot
        .equipment()
        .arm()
        .ifPresent(arm -> {
          page.append("\n## Arm\n\nA ");
          page.append(
              switch (arm.model()) {
                case FR3 -> "Franka Research 3";
                case FER -> "Franka Emika Robot";
              });
          page.append(", computed by ").append(code(arm.simulator()));
          page.append(". It begins with the law ").append(code(Kinds.spelt(arm.law())));
          page.append(", and gives way when a policy's target is older than ");
          page.append(arm.hold().toMillis()).append(" ms.\n");
        });
  }

  private void policies() {
    var policies = robot.equipment().policies();
    if (policies.isEmpty()) {
      return;
    }
    page.append("\n## Policies\n");
    table(
        List.of("policy", "times in a second", "where", "starts", "what it does"),
        policies.entrySet().stream()
            .map(policy ->
                List.of(
                    code(policy.getKey()),
                    TomlWriter.written(policy.getValue().rate()),
                    code(Kinds.spelt(policy.getValue().place())),
                    policy.getValue().autostart() ? "with the arm" : "when it is asked for",
                    policy.getValue().doc()))
            .toList());
  }

  private void paragraph(String text) {
    if (!text.isBlank()) {
      page.append(plain(line(text.strip()))).append("\n\n");
    }
  }

  private void table(List<String> heading, List<List<String>> rows) {
    if (page.length() < 2 || page.charAt(page.length() - 2) != '\n') {
      page.append('\n');
    }
    row(heading);
    page.append("|").append("---|".repeat(heading.size())).append('\n');
    rows.forEach(this::row);
  }

  private void row(List<String> cells) {
    page.append(
        cells.stream().map(SurfaceDocs::cell).collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  private static String cell(String text) {
    return line(text).replace("|", "\\|");
  }

  private static String line(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
  }

  /// Returns a line that begins no heading, list, quotation, code or rule.
  private static String plain(String line) {
    return line.replaceFirst("^(?=#|>|[-+*]\\s|---|\\*\\*\\*|___|```|~~~)", "\\\\")
        .replaceFirst("^(\\d+)(?=[.)]\\s)", "$1\\\\");
  }

  private static String list(List<String> words) {
    return words.stream().map(SurfaceDocs::code).collect(Collectors.joining(", "));
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text.replace('`', '\'') + "`";
  }
}
