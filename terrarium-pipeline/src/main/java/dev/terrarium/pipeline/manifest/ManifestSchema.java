package dev.terrarium.pipeline.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The JSON Schema of manifest v1, for editors and other programs.
///
/// It tells as much of the rules as a schema can: not that ids are unique and known, that there are
/// no cycles, and what the node types and the machine have to say.
public final class ManifestSchema {
  private static final String RESOURCE = "manifest.v1.schema.json";

  private ManifestSchema() {}

  /// Returns the schema as JSON text, in draft 2020-12.
  public static String text() {
    try (var resource = ManifestSchema.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new AssertionError("The jar lacks " + RESOURCE + "; this is a bug in Terrarium");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
