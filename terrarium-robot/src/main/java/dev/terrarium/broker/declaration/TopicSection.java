package dev.terrarium.broker.declaration;

import dev.terrarium.broker.declaration.TopicDeclaration.ScriptAccess;
import dev.terrarium.broker.declaration.TopicDeclaration.Throttling;
import dev.terrarium.broker.declaration.TopicDeclaration.Waiting;
import dev.terrarium.bus.Overflow;
import dev.terrarium.message.topic.TopicPath;
import java.time.Duration;
import java.util.Map;

/// The tables `topics.PATH`: what is known of topics, and what scripts may do with them.
final class TopicSection {
  /// A path of at least one segment.
  static final Kind<TopicPath> PATH =
      Kinds.parsed("the path of a topic, such as sensor.camera.rgb", TopicSection::path);

  static final Field<String> TYPE =
      Field.optional("type", Kinds.TEXT, "the type of its messages, built-in or of `payloads`");
  static final Field<ScriptAccess> SCRIPTS =
      Field.usual(
          "scripts",
          Kinds.word(ScriptAccess.class),
          ScriptAccess.NONE,
          "what scripts may do with it");
  static final Field<Duration> THROTTLE_MS =
      Field.optional(
          "throttle_ms",
          Kinds.MILLIS,
          "scripts hear of it at once, and then not again for so long");
  static final Field<Boolean> TRAILING =
      Field.usual(
          "trailing",
          Kinds.FLAG,
          false,
          "whether the last message that was held back comes at the end of that time");
  static final Field<Integer> CAPACITY =
      Field.usual(
          "capacity",
          Kinds.whole(1, 1_000_000),
          Waiting.USUAL.capacity(),
          "how many messages wait for the scripts");
  static final Field<Overflow> POLICY =
      Field.usual(
          "policy",
          Kinds.word(Overflow.class),
          Waiting.USUAL.overflow(),
          "what gives way where more would wait");
  static final Field<Duration> BUDGET_MS =
      Field.usual(
          "budget_ms",
          Kinds.MILLIS,
          Waiting.USUAL_BUDGET,
          "how long a handler may take for one message");
  static final Field<String> DOC = Field.usual("doc", Kinds.DOC, "", "what it is for");

  static final Section SECTION =
      Section.of(
          "topics.PATH", TYPE, SCRIPTS, THROTTLE_MS, TRAILING, CAPACITY, POLICY, BUDGET_MS, DOC);

  private TopicSection() {}

  private static TopicPath path(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("empty");
    }
    return TopicPath.of(text);
  }

  static TopicDeclaration read(Entry entry) {
    return new TopicDeclaration(
        entry.find(TYPE),
        entry.get(SCRIPTS),
        entry.find(THROTTLE_MS).map(period -> new Throttling(period, entry.get(TRAILING))),
        new Waiting(entry.get(CAPACITY), entry.get(POLICY)),
        entry.get(BUDGET_MS),
        entry.get(DOC));
  }

  static Map<String, Object> write(TopicDeclaration topic) {
    return new Written()
        .putIfThere(TYPE, topic.type())
        .put(SCRIPTS, topic.scripts())
        .putIfThere(THROTTLE_MS, topic.throttle().map(Throttling::period))
        .put(TRAILING, topic.throttle().map(Throttling::trailing).orElse(false))
        .put(CAPACITY, topic.queue().capacity())
        .put(POLICY, topic.queue().overflow())
        .put(BUDGET_MS, topic.budget())
        .put(DOC, topic.doc())
        .table();
  }
}
