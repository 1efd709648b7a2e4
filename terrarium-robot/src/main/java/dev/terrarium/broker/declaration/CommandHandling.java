package dev.terrarium.broker.declaration;

import java.util.regex.Pattern;

/// What does a command's work.
public sealed interface CommandHandling {
  /// A function of a module, called through the broker.
  record Python(String module, String function) implements CommandHandling {
    public Python {
      Required.components(Python.class, module, function);
    }

    @Override
    public String toString() {
      return PYTHON + module + ":" + function;
    }
  }

  /// Arms the robot.
  record Arm() implements CommandHandling {
    @Override
    public String toString() {
      return "arm";
    }
  }

  /// Disarms the robot.
  record Disarm() implements CommandHandling {
    @Override
    public String toString() {
      return "disarm";
    }
  }

  /// Puts the robot into an operational state.
  record SetState(String state) implements CommandHandling {
    public SetState {
      Required.components(SetState.class, state);
    }

    @Override
    public String toString() {
      return SET_STATE + state;
    }
  }

  /// Java code that is given when the robot is opened.
  record Java() implements CommandHandling {
    @Override
    public String toString() {
      return "java";
    }
  }

  /// What precedes the name of a Python function.
  String PYTHON = "python:";

  /// What precedes the name of a state.
  String SET_STATE = "set_state:";

  /// Reads it as TOML has it: `python:module:function`, `arm`, `disarm`, `set_state:name` or
  /// `java`.
  ///
  /// @throws IllegalArgumentException if it is none of these
  static CommandHandling of(String text) {
    return switch (text) {
      case "arm" -> new Arm();
      case "disarm" -> new Disarm();
      case "java" -> new Java();
      default -> {
        if (text.startsWith(SET_STATE)
            && Names.WORD.matcher(text.substring(SET_STATE.length())).matches()) {
          yield new SetState(text.substring(SET_STATE.length()));
        }
        var match = Names.FUNCTION.matcher(text);
        if (!match.matches()) {
          throw new IllegalArgumentException(
              "A command's handler is " + Names.HANDLER + ", not \"" + text + "\"");
        }
        yield new Python(match.group("module"), match.group("function"));
      }
    };
  }

  /// The forms of names in Python.
  final class Names {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final String DOTTED = NAME + "(\\." + NAME + ")*";

    static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");
    static final Pattern MODULE = Pattern.compile(DOTTED);
    static final String HANDLER =
        "\"python:module:function\", \"arm\", \"disarm\", \"set_state:name\" or \"java\"";

    private static final Pattern FUNCTION =
        Pattern.compile(PYTHON + "(?<module>" + DOTTED + "):(?<function>" + DOTTED + ")");

    private Names() {}
  }
}
