package dev.terrarium.broker.declaration;

import dev.terrarium.message.topic.TopicPath;
import java.util.Map;

/// The tables `sources.NAME`: simulated cameras.
final class SourceSection {
  static final Field<TopicPath> TOPIC =
      Field.required(
          "topic",
          TopicSection.PATH,
          "where its pictures are published: a topic of `topics`, of the type `sensor.image`");
  static final Field<String> IMAGES =
      Field.required("images", Kinds.TEXT, "a folder of numbered JPEG or PNG files");
  static final Field<Double> RATE_HZ =
      Field.required("rate_hz", Kinds.ABOVE_ZERO, "how many in a second");
  static final Field<String> FRAME_ID =
      Field.usual("frame_id", Kinds.WORD, "camera", "the frame that they are seen in");

  static final Section SECTION = Section.of("sources.NAME", TOPIC, IMAGES, RATE_HZ, FRAME_ID);

  private SourceSection() {}

  static SourceDeclaration read(Entry entry) {
    return new SourceDeclaration(
        entry.get(TOPIC), entry.get(IMAGES), entry.get(RATE_HZ), entry.get(FRAME_ID));
  }

  static Map<String, Object> write(SourceDeclaration source) {
    return new Written()
        .put(TOPIC, source.topic())
        .put(IMAGES, source.images())
        .put(RATE_HZ, source.rate())
        .put(FRAME_ID, source.frame())
        .table();
  }
}
