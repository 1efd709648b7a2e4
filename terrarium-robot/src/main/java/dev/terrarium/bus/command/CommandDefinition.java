package dev.terrarium.bus.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;

/// One command of a robot: what it does, when it is allowed, and with what it may run.
///
/// ```
/// CommandDefinition.of("move", context -> arm.moveTo(context.goal().real("x")))
///     .argument(ArgumentDefinition.required("x", new ArgumentType.Real(), "where to, in metres"))
///     .category("motion")
///     .cancels("motion")
///     .timeout(Duration.ofSeconds(20))
///     .build();
/// ```
public final class CommandDefinition {
  /// What a command may do to the robot's safety.
  public enum Role {
    /// Nothing.
    NONE,
    /// `Safety.arm` runs it.
    ARMS,
    /// `Safety.disarm` runs it.
    DISARMS
  }

  private final String name;
  private final CommandHandler handler;
  private final String summary;
  private final Role role;
  private final Optional<Duration> timeout;
  private final List<String> allowedStates;
  private final String category;
  private final List<String> cancels;
  private final List<ArgumentDefinition> arguments;
  private final Map<String, Object> options;

  private CommandDefinition(Builder builder, Role role) {
    this.name = builder.name;
    this.handler = builder.handler;
    this.summary = builder.summary;
    this.role = role;
    this.timeout = builder.timeout;
    this.allowedStates = List.copyOf(builder.allowed());
    this.category = builder.category;
    this.cancels = List.copyOf(builder.cancels);
    this.arguments = List.copyOf(builder.arguments);
    this.options = Map.copyOf(builder.options);
  }

  /// Begins the definition of a command.
  ///
  /// @throws IllegalArgumentException if the name is not as names are
  public static Builder of(String name, CommandHandler handler) {
    return new Builder(name, handler);
  }

  public String name() {
    return name;
  }

  public CommandHandler handler() {
    return handler;
  }

  public String summary() {
    return summary;
  }

  public Role role() {
    return role;
  }

  /// Returns how long an execution may take; without it that is not limited.
  public Optional<Duration> timeout() {
    return timeout;
  }

  /// Returns the operational states in which it is allowed, and `disarmed` if it is then.
  public List<String> allowedStates() {
    return allowedStates;
  }

  public String category() {
    return category;
  }

  /// Returns the categories whose executions end when this begins; `*` stands for all.
  public List<String> cancels() {
    return cancels;
  }

  public List<ArgumentDefinition> arguments() {
    return arguments;
  }

  /// Returns what the handler is given with every goal; see [Builder#option].
  public Map<String, Object> options() {
    return options;
  }

  boolean cancels(String category) {
    return cancels.contains(Category.ALL) || cancels.contains(category);
  }

  @Override
  public String toString() {
    return "command '" + name + "'";
  }

  /// Collects what makes a definition.
  public static final class Builder {
    private final String name;
    private final CommandHandler handler;
    private final SequencedSet<String> allowed = new LinkedHashSet<>();
    private final SequencedSet<String> cancels = new LinkedHashSet<>();
    private final List<ArgumentDefinition> arguments = new ArrayList<>();
    private final Map<String, Object> options = new LinkedHashMap<>();
    private String summary = "";
    private Optional<Duration> timeout = Optional.empty();
    private String category = Category.DEFAULT;
    private boolean arms;
    private boolean disarms;

    private Builder(String name, CommandHandler handler) {
      Word.require("a command", Objects.requireNonNull(name, "a command has a name, not null"));
      Objects.requireNonNull(handler, () -> "the command '" + name + "' has a handler, not null");
      this.name = name;
      this.handler = handler;
      this.arms = handler instanceof Arm;
      this.disarms = handler instanceof Disarm;
    }

    /// Says what the command does, in one line.
    public Builder summary(String text) {
      summary = text;
      return this;
    }

    /// Ends every execution that has not ended after so long.
    public Builder timeout(Duration limit) {
      timeout =
          Optional.of(Objects.requireNonNull(limit, "a timeout is longer than nothing, not null"));
      return this;
    }

    /// Names the operational states in which it is allowed; `disarmed` is allowed among them. Where
    /// this is not called, that is `idle`, and `disarmed` for a command that arms.
    public Builder allowedStates(String... states) {
      allowed.addAll(List.of(states));
      return this;
    }

    /// Names what it shares with others; without this that is [Category#DEFAULT].
    public Builder category(String name) {
      category = name;
      return this;
    }

    /// Names the categories whose executions end when this one begins; `*` stands for all.
    public Builder cancels(String... categories) {
      cancels.addAll(List.of(categories));
      return this;
    }

    /// Lets `Safety.arm` run it, and nobody else. A handler that is an [Arm] implies it.
    public Builder arms() {
      arms = true;
      return this;
    }

    /// Lets `Safety.disarm` run it, and nobody else. A handler that is a [Disarm] implies it.
    public Builder disarms() {
      disarms = true;
      return this;
    }

    /// Adds an argument.
    public Builder argument(ArgumentDefinition argument) {
      arguments.add(argument);
      return this;
    }

    /// Adds something that the handler is given with every goal. In place of a
    /// [dev.terrarium.bus.parameter.ParameterReference] it gets the parameter's value at that time.
    public Builder option(String key, Object value) {
      options.put(key, value);
      return this;
    }

    private SequencedSet<String> allowed() {
      if (!allowed.isEmpty()) {
        return allowed;
      }
      String state = arms ? OperationalState.DISARMED : OperationalState.IDLE;
      return new LinkedHashSet<>(List.of(state));
    }

    /// Makes the definition.
    ///
    /// @throws IllegalArgumentException naming everything that is wrong with it
    public CommandDefinition build() {
      List<String> faults = new ArrayList<>();
      if (timeout.isPresent() && !timeout.get().isPositive()) {
        faults.add("its timeout must be longer than nothing, not " + timeout.get());
      }
      addFaultsOfRole(faults);
      arguments.stream()
          .map(ArgumentDefinition::name)
          .filter(argument -> Faults.countOf(argument, arguments) > 1)
          .distinct()
          .forEach(argument -> faults.add("it has two arguments named '" + argument + "'"));
      Faults.refuse("command '" + name + "'", faults);
      return new CommandDefinition(this, role());
    }

    private Role role() {
      return arms ? Role.ARMS : disarms ? Role.DISARMS : Role.NONE;
    }

    private void addFaultsOfRole(List<String> faults) {
      if (arms && disarms) {
        faults.add("it both arms and disarms: make two commands of it");
      }
      if (arms && !allowed().contains(OperationalState.DISARMED)) {
        faults.add(
            "it arms, so 'disarmed' must be among its allowed states, which are " + allowed());
      }
      if (disarms && allowed().equals(java.util.Set.of(OperationalState.DISARMED))) {
        faults.add(
            "it disarms, so a state of the armed robot, such as 'idle', must be among its allowed"
                + " states, which are [disarmed]");
      }
    }
  }
}
