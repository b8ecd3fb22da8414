package org.moiety.layers.data;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Reads a PNG of exactly the model's size, for prediction. Nothing is scaled, cropped or inverted: for digits draw **white ink on black**, as MNIST does.
///
/// Grey is taken as stored. Colour becomes grey as `0.299 R + 0.587 G + 0.114 B` (ITU-R 601, rounded) when one channel is wanted. Transparent pixels lie
/// on black.
public final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final long MAX_FILE_BYTES = 64L << 20;

  private Png() {}

  /// The picture as `channels x height x width` floats in 0 to 1.
  ///
  /// @param channels 1 for grey, 3 for red, green and blue planes
  /// @throws DataException with one line if the file cannot be read, is no PNG or has another size
  public static float[] read(Path file, int channels, int height, int width) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels=" + channels + ", expected 1 or 3");
    }
    BufferedImage image = decode(file, height, width);
    float[] values = new float[channels * height * width];
    int[] rgb = new int[3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixel(image, x, y, rgb);
        if (channels == 1) {
          values[y * width + x] = luma(rgb) / 255f;
        } else {
          for (int c = 0; c < 3; c++) {
            values[(c * height + y) * width + x] = rgb[c] / 255f;
          }
        }
      }
    }
    return values;
  }

  private static BufferedImage decode(Path file, int height, int width) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes(file)))) {
      reader.setInput(in, true, true);
      if (reader.getHeight(0) != height || reader.getWidth(0) != width) {
        throw new DataException(file + ": " + reader.getWidth(0) + " x " + reader.getHeight(0)
            + " pixels (width x height), expected " + width + " x " + height);
      }
      return reader.read(0);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new DataException(file + ": damaged PNG (" + e.getMessage() + ")", e);
    } finally {
      reader.dispose();
    }
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new DataException(file + ": " + Files.size(file) + " bytes, expected a small PNG");
      }
      byte[] bytes = Files.readAllBytes(file);
      byte[] start = Arrays.copyOf(bytes, Math.min(bytes.length, SIGNATURE.length));
      if (!Arrays.equals(start, SIGNATURE)) {
        throw new DataException(
            file + ": starts with " + HexFormat.ofDelimiter(" ").formatHex(start) + ", expected a PNG ("
                + HexFormat.ofDelimiter(" ").formatHex(SIGNATURE) + ")");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": no such file, expected a PNG", e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /// Red, green and blue of a pixel, 0 to 255, laid on black.
  private static void pixel(BufferedImage image, int x, int y, int[] rgb) {
    if (image.getColorModel() instanceof ComponentColorModel model && model.getNumColorComponents() == 1) {
      // Not getRGB: it would take stored grey for linear light and brighten it.
      int max = (1 << model.getComponentSize(0)) - 1;
      int grey = image.getRaster().getSample(x, y, 0);
      int alpha = model.hasAlpha() ? image.getRaster().getSample(x, y, 1) : max;
      Arrays.fill(rgb, (int) Math.round(255.0 * grey * alpha / ((double) max * max)));
      return;
    }
    int argb = image.getRGB(x, y);
    int alpha = argb >>> 24;
    for (int c = 0; c < 3; c++) {
      rgb[c] = Math.round((argb >>> (16 - 8 * c) & 0xff) * alpha / 255f);
    }
  }

  private static int luma(int[] rgb) {
    return (299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000;
  }
}
