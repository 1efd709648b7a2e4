package dev.terrarium.environment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The jars that this release unpacks, with the digests they must have.
///
/// @param digests file name to SHA-256
record Pins(Map<String, String> digests) {
  private static final int DIGEST = 64;

  /// The pins of this release, in the format of `sha256sum`.
  static Pins ofRelease() {
    return of(Resources.text("bundled.sha256"));
  }

  static Pins of(String text) {
    Map<String, String> digests = new LinkedHashMap<>();
    for (String line : text.split("\n", 0)) {
      if (line.length() < DIGEST + 3 || line.charAt(DIGEST) != ' ') {
        throw new IllegalArgumentException("Not a digest and a file name: " + line);
      }
      digests.put(line.substring(DIGEST + 2), line.substring(0, DIGEST));
    }
    return new Pins(digests);
  }

  /// The pinned file name of a part for a platform, such as `numpy-2.4.2-1.5.13-linux-x86_64.jar`.
  Optional<String> name(BundledJar.Part part, String classifier) {
    String start = part.artifact() + "-";
    String end = "-" + classifier + ".jar";
    for (String name : digests.keySet()) {
      if (name.startsWith(start) && name.endsWith(end)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
