package dev.terrarium.session.arm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a client can say, and with which fields.
enum ArmCommand {
  HELLO,
  START,
  STOP,
  SWITCH,
  SET,
  SETTING,
  MOVE,
  STATS,
  RECORD,
  STATUS,
  DISARM;

  /// What a command needs, and what it may have.
  private record Fields(List<String> required, List<String> optional) {
    static final Fields NONE = new Fields(List.of(), List.of());
  }

  private Fields fields() {
    return switch (this) {
      case HELLO -> new Fields(List.of("version"), List.of("name"));
      case SWITCH -> new Fields(List.of("law"), List.of());
      case SET -> new Fields(List.of("name", "value"), List.of("hold_ms"));
      case MOVE -> new Fields(List.of("qpos"), List.of("velocity", "acceleration", "jerk"));
      case RECORD -> new Fields(List.of("seconds", "path"), List.of("fields"));
      case START, STOP, SETTING, STATS, STATUS, DISARM -> Fields.NONE;
    };
  }

  /// Returns its name on the line.
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether it makes an arm move, or changes how it does.
  boolean isCommanding() {
    return switch (this) {
      case START, SWITCH, SET, MOVE -> true;
      case HELLO, STOP, SETTING, STATS, RECORD, STATUS, DISARM -> false;
    };
  }

  /// Returns that of a name.
  ///
  /// @throws ProtocolException if there is none; names all
  static ArmCommand of(String id) {
    return Arrays.stream(values())
        .filter(command -> command.id().equals(id))
        .findAny()
        .orElseThrow(() ->
            new ProtocolException(
                "there is no command '%s': expected one of %s"
                    .formatted(
                        id,
                        Arrays.stream(values())
                            .map(ArmCommand::id)
                            .collect(Collectors.joining(", ")))));
  }

  /// @throws ProtocolException if a field is missing, or one is there that it does not have
  void requireFields(Iterable<String> given) {
    Fields fields = fields();
    var missing = new ArrayList<>(fields.required);
    for (String field : given) {
      missing.remove(field);
      if (!fields.required.contains(field) && !fields.optional.contains(field)) {
        throw new ProtocolException(
            "'%s' has no field '%s': expected %s".formatted(id(), field, told(fields)));
      }
    }
    if (!missing.isEmpty()) {
      throw new ProtocolException(
          "'%s' lacks the field '%s': expected %s"
              .formatted(id(), missing.getFirst(), told(fields)));
    }
  }

  private static String told(Fields fields) {
    var all = new ArrayList<>(List.of("id", "do"));
    all.addAll(fields.required);
    fields.optional.forEach(field -> all.add("perhaps " + field));
    return String.join(", ", all);
  }
}
