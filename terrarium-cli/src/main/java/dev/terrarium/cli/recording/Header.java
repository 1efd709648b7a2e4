package dev.terrarium.cli.recording;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The first line of a recording: what ran, and on what.
///
/// @param version the version of Terrarium
/// @param date when the run began, as ISO 8601 says it
/// @param feed what the pipeline was fed with: `batch`, `stream` or `none`
/// @param manifestName the manifest's file: its name tells JSON from YAML, its folder what paths in
///   it mean
/// @param pythonPath the folders that Python nodes were imported from
/// @param manifest the manifest's text
public record Header(
    String version,
    String date,
    String feed,
    String manifestName,
    List<String> pythonPath,
    String manifest) {
  private static final long FORMAT = 1;

  public Header {
    pythonPath = List.copyOf(pythonPath);
  }

  Map<String, @Nullable Object> line() {
    var line = new LinkedHashMap<String, @Nullable Object>();
    line.put("terrarium", "recording");
    line.put("format", FORMAT);
    line.put("version", version);
    line.put("date", date);
    line.put("feed", feed);
    line.put("manifest_name", manifestName);
    line.put("python_path", pythonPath);
    line.put("manifest", manifest);
    return line;
  }

  /// Reads a first line.
  ///
  /// @throws RecordingException if it is none
  static Header of(Line line) {
    if (!"recording".equals(line.get("terrarium"))) {
      throw RecordingException.none(line.file());
    }
    if (!Long.valueOf(FORMAT).equals(line.get("format"))) {
      throw line.fault("it is of format " + line.get("format") + ", and this version reads 1");
    }
    return new Header(
        line.text("version"),
        line.text("date"),
        line.text("feed"),
        line.text("manifest_name"),
        line.texts("python_path"),
        line.text("manifest"));
  }
}
