package org.moiety.experiments.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.Seed;
import org.moiety.layers.file.AtomicFile;
import org.moiety.layers.file.FileException;
import org.moiety.layers.file.Npy;
import org.moiety.layers.file.NpyArray;
import org.moiety.triples.dealer.Uniform;

/// An array cut into two shares: a folder with a share file for each party.
public final class SharedArray {
  private final String name;
  private final ShareFile party0;
  private final ShareFile party1;

  private SharedArray(String name, ShareFile party0, ShareFile party1) {
    this.name = name;
    this.party0 = party0;
    this.party1 = party1;
  }

  /// Shares an array: party 0 gets x - r, party 1 the uniform r.
  ///
  /// @param randomness of r and of the sharing's id
  /// @throws UsageException if the array is empty
  /// @throws org.moiety.engine.fixed.EncodingException if a value has no encoding
  public static SharedArray share(Field field, Path npy, Precision precision, Seed randomness) {
    NpyArray array = Npy.read(npy);
    if (array.values().length == 0) {
      throw new UsageException(npy + ": shape " + Arrays.toString(array.shape()) + " has no values to share");
    }
    FieldArray x = Codec.encode(field, npy.toString(), array.values(), precision.scale(), precision.integerBits());
    FieldArray r = Uniform.array(field, randomness, new Address("share", 0, 0), x.length());
    return of(npy.toString(), array.shape(), precision, randomness, Codec.toBytes(field, field.subtract(x, r)),
        Codec.toBytes(field, r));
  }

  /// Shares that were computed.
  static SharedArray of(String name, int[] shape, Precision precision, Seed randomness, byte[] share0, byte[] share1) {
    byte[] id = ByteBuffer.allocate(ShareFile.ID_BYTES).putLong(randomness.number("sharing"))
        .putLong(randomness.number("sharing, continued")).array();
    return new SharedArray(name, new ShareFile(id, 0, shape, precision, share0),
        new ShareFile(id, 1, shape, precision, share1));
  }

  /// Reads both parties' files.
  ///
  /// @throws FileException if one is missing or damaged, or if they do not belong together
  public static SharedArray read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new FileException(folder, "is no folder with share files, expected one that moiety share wrote");
    }
    ShareFile[] files = new ShareFile[2];
    for (int party = 0; party < 2; party++) {
      files[party] = ShareFile.read(file(folder, party));
      if (files[party].party() != party) {
        throw new FileException(file(folder, party),
            "holds the share of party " + files[party].party() + ", expected that of party " + party);
      }
    }
    if (!Arrays.equals(files[0].id(), files[1].id())) {
      throw new FileException(folder, "its two files are of different sharings (" + files[0].idText() + "... and "
          + files[1].idText() + "...), so they do not add up; bring the files of one sharing together");
    }
    if (!Arrays.equals(files[0].shape(), files[1].shape()) || !files[0].precision().equals(files[1].precision())) {
      throw new FileException(folder, "its two files differ in shape or precision");
    }
    return new SharedArray(folder.toString(), files[0], files[1]);
  }

  /// Checks that [#write] can write there; makes the folder.
  public static void requireWritable(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new FileException(folder, "is a file, expected a folder", e);
    } catch (IOException e) {
      throw new FileException(folder, "this folder cannot be made", e);
    }
    AtomicFile.check(file(folder, 0));
    AtomicFile.check(file(folder, 1));
  }

  /// Writes one file a party.
  public void write(Path folder) {
    party0.write(file(folder, 0));
    party1.write(file(folder, 1));
  }

  /// A party's file in a folder.
  public static Path file(Path folder, int party) {
    return folder.resolve("party-" + party + ".share");
  }

  /// The array itself, for who has both shares.
  public NpyArray reconstruct(Field field) {
    FieldArray sum = field.add(elements(field, 0), elements(field, 1));
    return new NpyArray(shape(), Codec.decode(field, sum, precision().scale()));
  }

  /// A party's share.
  FieldArray elements(Field field, int party) {
    try {
      return Codec.fromBytes(field, (party == 0 ? party0 : party1).elements());
    } catch (IllegalArgumentException e) {
      throw new UsageException(name + ": damaged share of party " + party + ", " + e.getMessage());
    }
  }

  public int[] shape() {
    return party0.shape().clone();
  }

  public Precision precision() {
    return party0.precision();
  }

  /// Number of elements.
  public int length() {
    return party0.elements().length / 16;
  }

  /// Folder or file, and shape.
  @Override
  public String toString() {
    return name + " (" + shapeText(shape()) + ")";
  }

  /// As in 2x3.
  public static String shapeText(int[] shape) {
    return shape.length == 0
        ? "scalar"
        : Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining("x"));
  }

  /// The sharing's id, in hexadecimal.
  public String id() {
    return HexFormat.of().formatHex(party0.id());
  }
}
