package dev.terrarium.pipeline.manifest;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Reads what the author says about the pipeline.
final class MetadataReader {
  private static final int LONGEST_NAME = 255;
  private static final String NAME_RULE = "1 to " + LONGEST_NAME + " characters long";

  private MetadataReader() {}

  static Optional<Manifest.Metadata> read(Fields fields) {
    var name =
        fields
            .require("name", "a text, " + NAME_RULE)
            .text(
                "name",
                text -> !text.isEmpty() && text.codePointCount(0, text.length()) <= LONGEST_NAME,
                NAME_RULE);
    var description = fields.text("description");
    var createdAt =
        fields
            .text(
                "created_at",
                text -> dateTime(text).isPresent(),
                "a date and time with an offset, such as 2025-10-23T09:00:00Z")
            .flatMap(MetadataReader::dateTime);
    NotYet.checkMetadata(fields);
    fields.warnOfOthers();
    return name.map(known -> new Manifest.Metadata(known, description, createdAt));
  }

  private static Optional<OffsetDateTime> dateTime(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
