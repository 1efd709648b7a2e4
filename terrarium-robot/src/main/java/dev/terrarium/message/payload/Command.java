package dev.terrarium.message.payload;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is told of a robot's commands.
public sealed interface Command extends Payload {

  /// Where a command stands.
  enum Status {
    STARTED,
    SUCCEEDED,
    FAILED,
    CANCELLED
  }

  /// A command has begun or ended.
  record Event(
      @About("where it stands") Status status,
      @About(
              value = "`goal` when it started, `result` of one that succeeded, `reason` otherwise",
              otherwise = "{}")
          Map<String, @Nullable Object> data)
      implements Command {
    private static final String TYPE = "command.event";

    public Event {
      data = Plain.map(TYPE, "data", data);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }
}
