package dev.terrarium.broker.declaration;

import dev.terrarium.broker.declaration.CommandDeclaration.Role;
import dev.terrarium.broker.declaration.CommandDeclaration.Rules;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What commands have to do with states, with categories and with arming.
final class CommandChecks {
  private static final String DISARMED = "disarmed";
  private static final String DEFAULT_CATEGORY = "default";

  private final Draft draft;
  private final Map<Role, String> first = new EnumMap<>(Role.class);

  private CommandChecks(Draft draft) {
    this.draft = draft;
  }

  static void check(Draft draft) {
    var checks = new CommandChecks(draft);
    draft.under(CommandSection.SECTION).forEach(checks::check);
  }

  private void check(String name, Entry command) {
    checkStates(command);
    checkCategories(command);
    var role = CommandSection.role(command);
    if (role.isEmpty()) {
      refuse(command, Role.DISARM, "as the command arms: make two of it");
    } else if (role.get() != Role.ORDINARY) {
      checkRole(name, command, role.get());
    }
  }

  private void checkStates(Entry command) {
    var known = new ArrayList<>(draft.states());
    known.add(DISARMED);
    var place = command.place(CommandSection.ALLOWED_STATES);
    if (command.gives(CommandSection.ALLOWED_STATES)
        && command.find(CommandSection.ALLOWED_STATES).filter(List::isEmpty).isPresent()) {
      place.fault("must hold at least one state, or be left out");
    }
    if (!draft.knowsStates()) {
      return;
    }
    command
        .fitting(CommandSection.ALLOWED_STATES)
        .forEach((index, state) -> checkState(place.element(index), state, known));
    if (command.find(CommandSection.HANDLER).orElse(null)
        instanceof CommandHandling.SetState(var state)) {
      checkState(command.place(CommandSection.HANDLER), state, draft.states());
    }
  }

  private static void checkState(Place place, String state, List<String> known) {
    if (!known.contains(state)) {
      place.unknown("must be a state, not " + Described.of(state), state, known);
    }
  }

  private void checkCategories(Entry command) {
    var known = new ArrayList<>(draft.categories().keySet());
    known.add(DEFAULT_CATEGORY);
    command
        .find(CommandSection.CATEGORY)
        .ifPresent(
            category -> checkCategory(command.place(CommandSection.CATEGORY), category, known));
    var cancels = command.fitting(CommandSection.CANCEL);
    cancels.forEach((index, cancelled) -> {
      var place = command.place(CommandSection.CANCEL).element(index);
      if (!cancelled.equals(Rules.EVERY_CATEGORY)) {
        checkCategory(place, cancelled, known);
      } else if (cancels.size() > 1) {
        place.fault("must stand alone, as it means every category");
      }
    });
  }

  private static void checkCategory(Place place, String category, List<String> known) {
    if (!known.contains(category)) {
      place.unknown("must be a category, not " + Described.of(category), category, known);
    }
  }

  private void checkRole(String name, Entry command, Role role) {
    var verb = role == Role.ARM ? "arms" : "disarms";
    var other = Optional.ofNullable(first.putIfAbsent(role, name));
    other.ifPresent(earlier ->
        refuse(command, role, "as " + earlier + " " + verb + " already, and one command does"));
    if (command.find(CommandSection.EXPOSED).orElse(false)) {
      command
          .place(CommandSection.EXPOSED)
          .fault("must be false, as the command " + verb + ", and no script reaches that");
    }
    if (command.find(CommandSection.HANDLER).orElse(null) instanceof CommandHandling.Python) {
      command
          .place(CommandSection.HANDLER)
          .fault(
              "must be java or "
                  + Kinds.spelt(role)
                  + ", as the command "
                  + verb
                  + ", and Python has no part in that");
    }
    checkStatesOf(command, role);
  }

  private static void checkStatesOf(Entry command, Role role) {
    var place = command.place(CommandSection.ALLOWED_STATES);
    var states = command.find(CommandSection.ALLOWED_STATES).orElse(List.of());
    if (role == Role.ARM && !states.isEmpty() && !states.contains(DISARMED)) {
      place.fault("must hold disarmed, as the command arms");
    }
    if (role == Role.DISARM && states.equals(List.of(DISARMED))) {
      place.fault("must hold a state of the armed robot, such as idle, as the command disarms");
    }
  }

  /// Finds fault with the field that gives a command its role.
  private static void refuse(Entry command, Role role, String why) {
    var flag = role == Role.ARM ? CommandSection.ARM : CommandSection.DISARM;
    if (command.gives(flag)) {
      command.place(flag).fault("must be left out, " + why);
    } else {
      command
          .place(CommandSection.HANDLER)
          .fault("must be another one than " + Kinds.spelt(role) + ", " + why);
    }
  }
}
