package dev.terrarium.bus.command;

import dev.terrarium.bus.command.CommandDefinition.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Finds what is wrong with a robot's commands as a whole; each alone is sound.
final class CommandSetCheck {
  /// What the robot's state can read without being an operational one.
  private static final Set<String> RESERVED =
      Set.of(OperationalState.DISARMED, "armed", "disarming", "error", OperationalState.EXECUTING);

  private final Collection<String> states;
  private final List<String> categories;
  private final List<CommandDefinition> commands;
  private final List<String> faults = new ArrayList<>();

  CommandSetCheck(
      Collection<String> states, List<Category> categories, List<CommandDefinition> commands) {
    this.states = states;
    this.categories = categories.stream().map(Category::name).toList();
    this.commands = commands;
  }

  List<String> faults(String initialState) {
    states.forEach(this::checkState);
    if (!states.contains(initialState)) {
      faults.add(unknown("the initial state", initialState, "state", states));
    }
    twice("categories", categories);
    twice("commands", commands.stream().map(CommandDefinition::name).toList());
    atMostOne(Role.ARMS, "arms");
    atMostOne(Role.DISARMS, "disarms");
    commands.forEach(this::check);
    return faults;
  }

  private void checkState(String state) {
    if (RESERVED.contains(state)) {
      faults.add(
          "'"
              + state
              + "' is no operational state, as it is what the robot's safety or its"
              + " commands show: name the state otherwise");
    } else if (!Word.is(state)) {
      faults.add(
          "the state '" + state + "' must be small letters, digits and _, beginning with a letter");
    }
  }

  private void atMostOne(Role role, String verb) {
    List<String> such =
        commands.stream().filter(it -> it.role() == role).map(CommandDefinition::name).toList();
    if (such.size() > 1) {
      faults.add("at most one command " + verb + ", and these do: " + String.join(", ", such));
    }
  }

  private void check(CommandDefinition command) {
    for (String state : command.allowedStates()) {
      if (!states.contains(state) && !state.equals(OperationalState.DISARMED)) {
        var all = new ArrayList<>(states);
        all.add(OperationalState.DISARMED);
        faults.add(unknown("an allowed state of " + command, state, "state", all));
      }
    }
    if (!isCategory(command.category())) {
      faults.add(unknown("the category of " + command, command.category(), "category", known()));
    }
    for (String category : command.cancels()) {
      if (!category.equals(Category.ALL) && !isCategory(category)) {
        faults.add(
            unknown("a category that " + command + " cancels", category, "category", known()));
      }
    }
    if (command.handler() instanceof SetState setState && !states.contains(setState.to())) {
      faults.add(unknown("what " + command + " sets", setState.to(), "state", states));
    }
  }

  private boolean isCategory(String name) {
    return name.equals(Category.DEFAULT) || categories.contains(name);
  }

  private List<String> known() {
    var all = new ArrayList<>(categories);
    if (!all.contains(Category.DEFAULT)) {
      all.add(Category.DEFAULT);
    }
    return all;
  }

  private void twice(String what, List<String> names) {
    Predicate<String> repeated = name -> names.indexOf(name) != names.lastIndexOf(name);
    names.stream()
        .filter(repeated)
        .distinct()
        .forEach(name -> faults.add("two " + what + " are named '" + name + "'"));
  }

  private static String unknown(String what, String name, String kind, Collection<String> known) {
    return "%s is '%s', which is no declared %s: declare it, or name one of %s"
        .formatted(what, name, kind, String.join(", ", known));
  }
}
