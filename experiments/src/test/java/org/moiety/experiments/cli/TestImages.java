package org.moiety.experiments.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// The same picture as PNG and, several times, as IDX.
final class TestImages {
  private static final int SIDE = 28;

  private TestImages() {}

  private static int grey(int x, int y) {
    return x > 12 && x < 16 && y > 4 && y < 24 ? 255 - y : 0;
  }

  static void png(Path file) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.getRaster().setSample(x, y, 0, grey(x, y));
      }
    }
    ImageIO.write(image, "png", file.toFile());
  }

  static void idx(Path file, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * SIDE * SIDE);
    bytes.putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE);
    while (bytes.hasRemaining()) {
      int at = (bytes.position() - 16) % (SIDE * SIDE);
      bytes.put((byte) grey(at % SIDE, at / SIDE));
    }
    Files.write(file, bytes.array());
  }
}
