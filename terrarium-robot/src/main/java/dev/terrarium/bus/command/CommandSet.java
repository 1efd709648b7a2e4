package dev.terrarium.bus.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// Everything that a robot can be told: its operational states, categories and commands.
public final class CommandSet {
  private final List<String> states;
  private final String initialState;
  private final Map<String, Category> categories;
  private final Map<String, CommandDefinition> commands;

  private CommandSet(Builder builder) {
    this.states = List.copyOf(builder.states);
    this.initialState = builder.initialState;
    this.categories = new LinkedHashMap<>();
    builder.categories.forEach(category -> categories.put(category.name(), category));
    this.commands = new LinkedHashMap<>();
    builder.commands.forEach(command -> commands.put(command.name(), command));
  }

  /// Begins a declaration. It has the state `idle` and the category `default` already.
  public static Builder builder() {
    return new Builder();
  }

  /// Returns the operational states, `idle` first.
  public List<String> states() {
    return states;
  }

  /// Returns what the robot is in at the start, and each time it is armed.
  public String initialState() {
    return initialState;
  }

  /// Returns the commands' names, in the order of the declaration.
  public List<String> names() {
    return List.copyOf(commands.keySet());
  }

  /// Returns the commands, in the order of the declaration.
  public List<CommandDefinition> commands() {
    return List.copyOf(commands.values());
  }

  /// Finds a command by its name.
  public Optional<CommandDefinition> find(String name) {
    return Optional.ofNullable(commands.get(name));
  }

  /// Finds the command that arms or disarms.
  public Optional<CommandDefinition> find(CommandDefinition.Role role) {
    return commands.values().stream().filter(command -> command.role() == role).findFirst();
  }

  /// Returns how many executions a category may have at once.
  public int limit(String category) {
    Category declared = categories.get(category);
    return declared == null ? 1 : declared.limit();
  }

  /// Collects what makes a set.
  public static final class Builder {
    private final SequencedSet<String> states = new LinkedHashSet<>();
    private final List<Category> categories = new ArrayList<>();
    private final List<CommandDefinition> commands = new ArrayList<>();
    private String initialState = OperationalState.IDLE;
    private boolean withDisarm;

    private Builder() {
      states.add(OperationalState.IDLE);
    }

    /// Declares operational states beside `idle`.
    public Builder states(String... names) {
      states.addAll(List.of(names));
      return this;
    }

    /// Names what the robot is in at the start, and each time it is armed; without this, `idle`.
    public Builder initialState(String name) {
      initialState = name;
      return this;
    }

    /// Declares a category.
    public Builder category(String name, int limit) {
      categories.add(new Category(name, limit));
      return this;
    }

    /// Declares a command.
    public Builder command(CommandDefinition command) {
      commands.add(command);
      return this;
    }

    /// Declares the built-in commands `arm` and `disarm`; the latter in every state, ending all
    /// else.
    public Builder withArmAndDisarm() {
      command(CommandDefinition.of("arm", new Arm()).summary("Arms the robot.").build());
      withDisarm = true;
      return this;
    }

    /// Makes the set.
    ///
    /// @throws IllegalArgumentException naming everything that is wrong with it
    public CommandSet build() {
      if (withDisarm) {
        withDisarm = false;
        command(
            CommandDefinition.of("disarm", new Disarm())
                .summary("Disarms the robot.")
                .allowedStates(states.toArray(String[]::new))
                .cancels(Category.ALL)
                .build());
      }
      var check = new CommandSetCheck(states, categories, commands);
      Faults.refuse("the robot's commands", check.faults(initialState));
      return new CommandSet(this);
    }
  }
}
