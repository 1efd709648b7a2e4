package dev.terrarium.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A folder of small packages, as an index without a network.
///
/// @param folder where the wheels lie
record Wheels(Path folder) {
  /// Adds a package with one module and one program, both of its name; the program prints the
  /// version.
  Wheels add(String name, String version, String... dependencies) throws IOException {
    Files.createDirectories(folder);
    String info = name + "-" + version + ".dist-info/";
    StringBuilder metadata =
        new StringBuilder("Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n");
    for (String dependency : List.of(dependencies)) {
      metadata.append("Requires-Dist: ").append(dependency).append('\n');
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put(name + ".py", "VERSION = '" + version + "'\n\ndef main():\n    print(VERSION)\n");
    files.put(info + "METADATA", metadata.toString());
    files.put(
        info + "WHEEL",
        "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
    files.put(info + "entry_points.txt", "[console_scripts]\n" + name + " = " + name + ":main\n");
    StringBuilder record = new StringBuilder();
    files.forEach((file, text) ->
        record
            .append(file)
            .append(",sha256=")
            .append(hash(text))
            .append(',')
            .append(text.length())
            .append('\n'));
    files.put(info + "RECORD", record + info + "RECORD,,\n");
    write(name + "-" + version + "-py3-none-any.whl", files);
    return this;
  }

  private void write(String wheel, Map<String, String> files) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(wheel)))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException absent) {
      throw new AssertionError(absent);
    }
  }
}
