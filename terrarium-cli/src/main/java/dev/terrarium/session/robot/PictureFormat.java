package dev.terrarium.session.robot;

import dev.terrarium.message.payload.Sensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// Pictures as files have them, and as messages carry them.
///
/// Needs no screen. This class alone sees the JDK's desktop, of which nothing is loaded before the
/// first picture.
public final class PictureFormat {
  private static final String HEADLESS = "java.awt.headless";

  static {
    if (System.getProperty(HEADLESS) == null) {
      System.setProperty(HEADLESS, "true");
    }
    ImageIO.setUseCache(false);
  }

  private PictureFormat() {}

  /// Reads a file in a format that the JDK knows, JPEG and PNG among them, as RGB8.
  ///
  /// @throws UnfitException if it does not hold a picture
  static Sensor.Image read(Path file) {
    try (var bytes = Files.newInputStream(file)) {
      var picture = ImageIO.read(bytes);
      if (picture == null) {
        throw new UnfitException(
            "The picture %s cannot be read: expected JPEG or PNG.".formatted(file));
      }
      return message(picture);
    } catch (NoSuchFileException missing) {
      throw new UnfitException(
          "The picture %s cannot be read: it does not exist.".formatted(file), missing);
    } catch (IOException | IllegalArgumentException damaged) {
      throw new UnfitException(
          "The picture %s cannot be read: %s.".formatted(file, damaged.getMessage()), damaged);
    }
  }

  private static Sensor.Image message(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    var data = ByteBuffer.allocate(3 * pixels.length);
    for (int pixel : pixels) {
      data.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
    }
    return new Sensor.Image(height, width, Sensor.Encoding.RGB8, false, 3 * width, data.flip());
  }

  /// Whether pictures of this encoding can be written.
  public static boolean writes(Sensor.Encoding encoding) {
    return switch (encoding) {
      case RGB8, BGR8, MONO8 -> true;
      case RGBA8, RGB16, RGBA16, BGRA8, BGR16, BGRA16, MONO16 -> false;
      case BAYER_RGGB8, BAYER_BGGR8, BAYER_GBRG8, BAYER_GRBG8 -> false;
    };
  }

  /// Writes a picture as PNG.
  ///
  /// @param image of RGB8, BGR8 or MONO8; of others there is no picture
  /// @throws IllegalArgumentException if it is of another encoding, or has no pixels
  public static byte[] png(Sensor.Image image) {
    var picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    var data = image.data();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        picture.setRGB(
            x, y, pixel(data, image, y * image.step() + x * image.encoding().channels()));
      }
    }
    var file = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", file);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return file.toByteArray();
  }

  private static int pixel(ByteBuffer data, Sensor.Image image, int at) {
    return switch (image.encoding()) {
      case RGB8 -> color(data.get(at), data.get(at + 1), data.get(at + 2));
      case BGR8 -> color(data.get(at + 2), data.get(at + 1), data.get(at));
      case MONO8 -> color(data.get(at), data.get(at), data.get(at));
      case RGBA8, RGB16, RGBA16, BGRA8, BGR16, BGRA16, MONO16 -> throw unknown(image);
      case BAYER_RGGB8, BAYER_BGGR8, BAYER_GBRG8, BAYER_GRBG8 -> throw unknown(image);
    };
  }

  private static int color(byte red, byte green, byte blue) {
    return ((red & 0xFF) << 16) | ((green & 0xFF) << 8) | (blue & 0xFF);
  }

  private static IllegalArgumentException unknown(Sensor.Image image) {
    return new IllegalArgumentException(
        "A picture is written of RGB8, BGR8 or MONO8, not of " + image.encoding());
  }
}
