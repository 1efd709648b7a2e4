package dev.terrarium.session.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.terrarium.message.payload.Sensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir Path folder;

  @Test
  void takesPicturesInTheOrderOfTheirNumbers() throws IOException {
    for (var name : List.of("10.png", "2.png", "take9-1.png", "03.PNG", "notes.txt", "cover.png")) {
      write(name, 0x102030);
    }

    var pictures = ImageFolder.open(folder);

    assertThat(IntStream.range(0, pictures.size()).mapToObj(at -> pictures.file(at).getFileName()))
        .map(Path::toString)
        .containsExactly("take9-1.png", "2.png", "03.PNG", "10.png");
  }

  @Test
  void readsPixelsAsRedGreenBlue() throws IOException {
    write("0.png", 0x1020f0);

    var image = ImageFolder.open(folder).read(0);

    assertThat(image.width()).isEqualTo(4);
    assertThat(image.height()).isEqualTo(2);
    assertThat(image.encoding()).isEqualTo(Sensor.Encoding.RGB8);
    assertThat(image.step()).isEqualTo(12);
    assertThat(image.data().slice(9, 3))
        .isEqualTo(ByteBuffer.wrap(new byte[] {0x10, 0x20, (byte) 0xf0}));
  }

  @Test
  void readsTheFramesOfTheExample() {
    var pictures = ImageFolder.open(Path.of("../examples/perception/frames"));

    var last = pictures.read(79);

    assertThat(pictures.size()).isEqualTo(80);
    assertThat(last.pixels().shape()).containsExactly(240, 320, 3);
  }

  @Test
  void writesWhatItHasRead() throws IOException {
    write("0.png", 0xa0b0c0);
    var image = ImageFolder.open(folder).read(0);

    Files.write(folder.resolve("1.png"), PictureFormat.png(image));

    assertThat(ImageFolder.open(folder).read(1)).isEqualTo(image);
  }

  @Test
  void refusesToWriteWhatItHasNoColoursFor() {
    var bayer =
        new Sensor.Image(1, 1, Sensor.Encoding.BAYER_RGGB8, false, 1, ByteBuffer.allocate(1));

    assertThatThrownBy(() -> PictureFormat.png(bayer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RGB8, BGR8 or MONO8, not of BAYER_RGGB8");
  }

  @Test
  void saysWhatIsWrongWithTheFolder() throws IOException {
    assertThat(refusal(folder.resolve("none"))).contains("none cannot be listed: no folder.");
    assertThat(refusal(folder)).contains("no numbered pictures in", "000.jpg");

    Files.writeString(folder.resolve("000.jpg"), "not a picture");
    assertThat(refusal(folder)).contains("000.jpg cannot be read: expected JPEG or PNG.");

    write("0.png", 0);
    assertThat(refusal(folder)).contains("Two pictures have the number", "0.png", "000.jpg");
  }

  private static String refusal(Path folder) {
    var refusal = catchThrowable(() -> ImageFolder.open(folder));

    assertThat(refusal).isInstanceOf(UnfitException.class);
    return String.valueOf(refusal.getMessage());
  }

  private void write(String name, int color) throws IOException {
    var image = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
    for (int at = 0; at < 8; at++) {
      image.setRGB(at % 4, at / 4, color);
    }
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }
}
