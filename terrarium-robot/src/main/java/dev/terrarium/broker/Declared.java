package dev.terrarium.broker;

import dev.terrarium.broker.declaration.ArgumentDeclaration;
import dev.terrarium.broker.declaration.CommandDeclaration;
import dev.terrarium.broker.declaration.CommandDeclaration.Role;
import dev.terrarium.broker.declaration.CommandHandling;
import dev.terrarium.broker.declaration.ParameterDeclaration;
import dev.terrarium.broker.declaration.PayloadDeclaration;
import dev.terrarium.broker.declaration.RobotDeclaration;
import dev.terrarium.broker.declaration.TopicDeclaration;
import dev.terrarium.broker.declaration.TopicDeclaration.Throttling;
import dev.terrarium.bus.command.ArgumentDefinition;
import dev.terrarium.bus.command.ArgumentType;
import dev.terrarium.bus.command.Arm;
import dev.terrarium.bus.command.CommandDefinition;
import dev.terrarium.bus.command.CommandHandler;
import dev.terrarium.bus.command.CommandSet;
import dev.terrarium.bus.command.Disarm;
import dev.terrarium.bus.command.SetState;
import dev.terrarium.bus.parameter.ParameterDefinition;
import dev.terrarium.bus.parameter.ParameterType;
import dev.terrarium.message.payload.DeclaredField;
import dev.terrarium.message.payload.PayloadType;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.quantity.SiUnits;
import dev.terrarium.message.topic.TopicPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What a declaration says, in the words of the rooms that do it.
///
/// @param broker what Python commands are called through; empty while the robot opens
record Declared(RobotDeclaration robot, RobotOptions options, Supplier<Optional<Broker>> broker) {

  PayloadTypes types() {
    PayloadType<?>[] own =
        robot.surface().payloads().entrySet().stream()
            .map(payload -> type(payload.getKey(), payload.getValue()))
            .toArray(PayloadType<?>[]::new);
    return PayloadTypes.builtIn().with(own);
  }

  private static PayloadType<?> type(String name, PayloadDeclaration payload) {
    return PayloadType.declared(
        name,
        payload.fields().entrySet().stream()
            .map(field ->
                new DeclaredField(
                    field.getKey(),
                    field.getValue().type(),
                    field.getValue().required(),
                    field.getValue().doc()))
            .toList());
  }

  /// What scripts may see and do.
  Exposure exposure() {
    var types = types();
    var exposure = Exposure.NOTHING.of(types);
    for (Map.Entry<TopicPath, TopicDeclaration> topic : robot.surface().topics().entrySet()) {
      var declared = topic.getValue();
      if (declared.scripts().subscribes()) {
        exposure = exposure.seeing(seen(topic.getKey(), declared));
      }
      if (declared.scripts().publishes()) {
        exposure =
            exposure.publishing(
                new Exposure.Published(topic.getKey(), declared.type().map(types::get)));
      }
    }
    return exposure.commanding(
        robot.surface().commands().entrySet().stream()
            .filter(command -> command.getValue().exposed())
            .map(Map.Entry::getKey)
            .toArray(String[]::new));
  }

  private static Exposure.Seen seen(TopicPath path, TopicDeclaration topic) {
    return new Exposure.Seen(
        path,
        topic.throttle().map(Throttling::period).orElse(Duration.ZERO),
        topic.throttle().map(Throttling::trailing).orElse(false),
        Optional.of(
            new Exposure.Bounds(
                topic.queue().capacity(), topic.queue().overflow(), topic.budget())));
  }

  List<ParameterDefinition> parameters() {
    return robot.surface().parameters().entrySet().stream()
        .map(parameter -> parameter(parameter.getKey(), parameter.getValue()))
        .toList();
  }

  private static ParameterDefinition parameter(String path, ParameterDeclaration parameter) {
    ParameterType type = type(parameter);
    if (parameter.min().isPresent() || parameter.max().isPresent()) {
      type =
          type.between(
              parameter.min().orElse(Double.NEGATIVE_INFINITY),
              parameter.max().orElse(Double.POSITIVE_INFINITY));
    }
    Object initial =
        parameter
            .unit()
            .<Object>map(
                unit -> SiUnits.quantity(((Number) parameter.initial()).doubleValue(), unit))
            .orElse(parameter.initial());
    return ParameterDefinition.of(path, type, initial, parameter.doc());
  }

  private static ParameterType type(ParameterDeclaration parameter) {
    return switch (parameter.type()) {
      case FLOAT -> ParameterType.Real.any();
      case UNIT -> ParameterType.Measure.in(parameter.unit().orElseThrow());
      case INTEGER -> ParameterType.Whole.any();
      case BOOLEAN -> new ParameterType.Flag();
      case SYMBOL -> new ParameterType.Symbol();
      case STRING, ANY, CHOICE -> new ParameterType.Text();
    };
  }

  CommandSet commands() {
    var operation = robot.operation();
    var set =
        CommandSet.builder()
            .states(operation.states().toArray(String[]::new))
            .initialState(operation.initialState());
    operation.categories().forEach(set::category);
    robot.surface().commands().forEach((name, command) -> set.command(command(name, command)));
    return set.build();
  }

  private CommandDefinition command(String name, CommandDeclaration command) {
    var rules = command.rules();
    var definition =
        CommandDefinition.of(name, handler(name, command))
            .summary(command.doc())
            .cancels(rules.cancels().toArray(String[]::new));
    rules.timeout().ifPresent(definition::timeout);
    rules.category().ifPresent(definition::category);
    switch (rules.role()) {
      case ARM -> definition.arms();
      case DISARM -> definition.disarms();
      case ORDINARY -> {}
    }
    definition.allowedStates(states(rules));
    arguments(command).forEach(definition::argument);
    return definition.build();
  }

  private String[] states(CommandDeclaration.Rules rules) {
    boolean isUsual = rules.allowedStates().isEmpty() && rules.role() == Role.DISARM;
    return isUsual
        ? Stream.concat(Stream.of("idle"), robot.operation().states().stream())
            .toArray(String[]::new)
        : rules.allowedStates().toArray(String[]::new);
  }

  private CommandHandler handler(String name, CommandDeclaration command) {
    return switch (command.handling()) {
      case CommandHandling.Python python ->
          new PythonCommand(
              python, command.rules().timeout().orElse(robot.python().deadline()), broker);
      case CommandHandling.Arm _ -> new Arm();
      case CommandHandling.Disarm _ -> new Disarm();
      case CommandHandling.SetState(var state) -> new SetState(state);
      case CommandHandling.Java _ -> java(name);
    };
  }

  private CommandHandler java(String name) {
    var handler = options.handlers().get(name);
    if (handler == null) {
      throw new IllegalArgumentException(
          "The command '"
              + name
              + "' of "
              + robot.robot()
              + " is declared as java, and no handler was given: open the robot with"
              + " RobotOptions.handling(\""
              + name
              + "\", …)");
    }
    return handler;
  }

  static List<ArgumentDefinition> arguments(CommandDeclaration command) {
    return command.arguments().entrySet().stream()
        .map(argument -> argument(argument.getKey(), argument.getValue()))
        .toList();
  }

  private static ArgumentDefinition argument(String name, ArgumentDeclaration argument) {
    ArgumentType type =
        switch (argument.type()) {
          case ANY -> new ArgumentType.Anything();
          case FLOAT, UNIT -> new ArgumentType.Real();
          case INTEGER -> new ArgumentType.Whole();
          case BOOLEAN -> new ArgumentType.Flag();
          case STRING -> new ArgumentType.Text();
          case SYMBOL -> new ArgumentType.Symbol();
          case CHOICE -> ArgumentType.Choice.of(argument.values().toArray(String[]::new));
        };
    return new ArgumentDefinition(
        name, type, argument.required(), argument.otherwise(), argument.doc());
  }
}
