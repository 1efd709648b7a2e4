package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.bus.Mailbox;
import dev.terrarium.bus.SubscriptionOptions;
import dev.terrarium.message.payload.DeclaredField;
import dev.terrarium.message.payload.FieldType;
import dev.terrarium.message.payload.PayloadType;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.worker.script.Isolation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the page of payloads says of values of Python, tried line by line.
class PayloadsInPythonTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Path PAGE = Path.of("../docs/reference/payloads.md");

  /// A field's type, what a script gives, and what comes of it as code, or why it is refused.
  private static final Pattern ROW =
      Pattern.compile("\\| ([a-z0-9 ]+) \\| `(.+?)` \\| (?:`(.+)`|(.+)) \\|");

  private static final String MODULE =
      """
      from datetime import datetime
      from decimal import Decimal
      from enum import Enum
      from uuid import UUID

      import numpy as np
      from terrarium import bus

      class Colour(str, Enum):
          RED = "red"

      endless = []
      endless.append(endless)

      def give(kind, expression):
          try:
              bus.publish("estimator.x", {"type": kind, "x": eval(expression, globals())})
          except bus.Refused as refused:
              field = refused.details["field"]
              assert refused.message.startswith(f"{field}: "), (refused.message, field)
              return refused.message

      def shown(payload):
          return repr(payload["x"])
      """;

  private @TempDir Path folder;

  private static PayloadTypes types() {
    return PayloadTypes.builtIn()
        .with(
            Arrays.stream(FieldType.values())
                .map(type ->
                    PayloadType.declared(
                        named(type.toString()), List.of(new DeclaredField("x", type, true, ""))))
                .toArray(PayloadType<?>[]::new));
  }

  private static String named(String type) {
    return "of_" + type.replace(' ', '_');
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void comeAndGoAsThePageSays(Isolation isolation) throws Exception {
    LiveRobot.write(folder, "giving", MODULE);
    var rows =
        Files.readString(PAGE).lines().map(ROW::matcher).filter(row -> row.matches()).toList();
    var exposure = Exposure.NOTHING.publishing("estimator.x").of(types());

    try (var robot = new LiveRobot(folder, isolation, options -> options.exposing(exposure));
        Mailbox given =
            robot.bus.subscribe(TopicPath.of("estimator.x"), SubscriptionOptions.named("given"))) {
      for (var row : rows) {
        String type = named(row.group(1));
        Object refused = robot.call("giving", "give", type, row.group(2));
        Object got =
            refused != null
                ? refused
                : robot.call("giving", "shown", given.take(PATIENCE).orElseThrow().payload());
        if (row.group(4) == null) {
          assertThat(got).as(row.group()).isEqualTo(row.group(3));
        } else {
          assertThat(refused).as(row.group()).isEqualTo(row.group(4));
        }
      }
    }
    assertThat(rows).hasSizeGreaterThan(30);
  }
}
