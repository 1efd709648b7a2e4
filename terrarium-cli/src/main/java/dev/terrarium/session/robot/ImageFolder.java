package dev.terrarium.session.robot;

import dev.terrarium.message.payload.Sensor;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A folder of numbered pictures, in the order of their numbers.
final class ImageFolder {
  /// The last number of a name counts: `take2-0007.jpg` is the seventh.
  private static final Pattern NUMBERED =
      Pattern.compile("(?:.*\\D)?(\\d+)\\D*\\.(?:jpe?g|png)", Pattern.CASE_INSENSITIVE);

  private final List<Path> files;

  private ImageFolder(List<Path> files) {
    this.files = files;
  }

  /// Looks which pictures there are, and reads the first, so that what is wrong with all of them is
  /// told at once.
  ///
  /// @throws UnfitException if there is none, two have one number, or the first cannot be read
  static ImageFolder open(Path folder) {
    var numbered = new TreeMap<BigInteger, Path>();
    try (var listed = Files.newDirectoryStream(folder)) {
      for (var file : listed) {
        add(file, numbered);
      }
    } catch (IOException | DirectoryIteratorException failure) {
      var reason = Files.isDirectory(folder) ? String.valueOf(failure.getMessage()) : "no folder";
      throw new UnfitException(
          "The pictures in %s cannot be listed: %s.".formatted(folder, reason), failure);
    }
    if (numbered.isEmpty()) {
      throw new UnfitException(
          ("There are no numbered pictures in %s: expected files such as 000.jpg and 001.jpg, or"
                  + " .png.")
              .formatted(folder));
    }
    var pictures = new ImageFolder(List.copyOf(numbered.values()));
    var _ = pictures.read(0);
    return pictures;
  }

  private static void add(Path file, Map<BigInteger, Path> numbered) {
    var name = NUMBERED.matcher(file.getFileName().toString());
    if (name.matches()) {
      var same = numbered.put(new BigInteger(name.group(1)), file);
      if (same != null) {
        throw new UnfitException(
            "Two pictures have the number %s: %s and %s; each has one of its own."
                .formatted(name.group(1), same.getFileName(), file.getFileName()));
      }
    }
  }

  /// Returns how many pictures there are, at least 1.
  int size() {
    return files.size();
  }

  /// Returns the file of a picture.
  Path file(int index) {
    return files.get(index);
  }

  /// Reads a picture as RGB8.
  ///
  /// @throws UnfitException if its file does not hold one
  Sensor.Image read(int index) {
    return PictureFormat.read(files.get(index));
  }
}
