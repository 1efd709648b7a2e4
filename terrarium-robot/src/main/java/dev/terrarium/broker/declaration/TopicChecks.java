package dev.terrarium.broker.declaration;

import dev.terrarium.broker.declaration.TopicDeclaration.ScriptAccess;
import dev.terrarium.bus.Overflow;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.topic.TopicPath;
import java.util.List;
import java.util.Map;

/// What topics and types of messages have to do with the rest.
final class TopicChecks {
  /// What only says something of a topic that scripts hear of.
  private static final List<Field<?>> OF_SUBSCRIBERS =
      List.of(
          TopicSection.THROTTLE_MS,
          TopicSection.TRAILING,
          TopicSection.CAPACITY,
          TopicSection.POLICY,
          TopicSection.BUDGET_MS);

  private TopicChecks() {}

  static void check(Draft draft) {
    draft
        .under(PayloadSection.SECTION)
        .forEach((name, payload) -> {
          if (PayloadTypes.builtIn().find(name).isPresent()) {
            payload
                .place()
                .fault("must have another name, as there is a built-in type of this one");
          }
          payload
              .find(PayloadSection.FIELDS)
              .filter(fields -> fields.containsKey(PayloadTypes.TYPE))
              .ifPresent(_ ->
                  payload
                      .place(PayloadSection.FIELDS)
                      .child(PayloadTypes.TYPE)
                      .fault(
                          "must have another name, such as kind, as a message names its own type under"
                              + " this one"));
        });
    draft
        .under(TopicSection.SECTION)
        .forEach((path, topic) -> {
          topic
              .find(TopicSection.TYPE)
              .ifPresent(type -> draft.checkType(topic.place(TopicSection.TYPE), type));
          if (isPath(path)) {
            checkSource(TopicPath.of(path), topic);
          }
          checkHearing(topic);
        });
  }

  private static boolean isPath(String path) {
    return TopicSection.PATH.read(new Place("", 0, Map.of(), new Findings()), path).isPresent();
  }

  private static void checkSource(TopicPath path, Entry topic) {
    if (path.isReserved()
        && topic.find(TopicSection.SCRIPTS).filter(ScriptAccess::publishes).isPresent()) {
      topic
          .place(TopicSection.SCRIPTS)
          .fault(
              "must be subscribe or none, as only the robot itself publishes under "
                  + path.segments().getFirst());
    }
    if (path.isUrgent() && topic.gives(TopicSection.THROTTLE_MS)) {
      topic
          .place(TopicSection.THROTTLE_MS)
          .fault(
              "must be left out, as nothing under "
                  + path.segments().getFirst()
                  + " is ever held back");
    }
  }

  private static void checkHearing(Entry topic) {
    var scripts = topic.find(TopicSection.SCRIPTS);
    if (scripts.filter(access -> !access.subscribes()).isPresent()) {
      for (var field : OF_SUBSCRIBERS) {
        if (topic.gives(field)) {
          topic
              .place(field)
              .fault(
                  "must be left out, as scripts do not subscribe: scripts is "
                      + Kinds.spelt(scripts.get()));
        }
      }
      return;
    }
    if (topic.gives(TopicSection.TRAILING) && !topic.gives(TopicSection.THROTTLE_MS)) {
      topic
          .place(TopicSection.TRAILING)
          .fault("must be left out, as nothing is held back without throttle_ms");
    }
    if (topic.find(TopicSection.TRAILING).orElse(false)
        && topic.find(TopicSection.POLICY).filter(Overflow.BLOCK::equals).isPresent()) {
      topic
          .place(TopicSection.POLICY)
          .fault(
              "must be another one, as nobody can wait for what comes at the end of throttle_ms");
    }
    if (topic.gives(TopicSection.CAPACITY)
        && topic.find(TopicSection.POLICY).filter(Overflow.LATEST::equals).isPresent()) {
      topic
          .place(TopicSection.CAPACITY)
          .fault("must be left out, as one message waits where the policy is latest");
    }
  }
}
