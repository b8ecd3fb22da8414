package org.moiety.triples.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moiety.engine.channel.Frame;
import org.moiety.triples.remote.Terms;

final class MaterialFileTest {
  private static final List<long[][]> MESSAGES = List.of(new long[][]{{1, -2, 3, 4}}, new long[0][],
      new long[][]{{5}, {}, {-6, 7}});

  @TempDir
  private Path folder;

  private Path file;
  private SpentMaterial spent;
  private MaterialHeader header;

  @BeforeEach
  void write() throws IOException {
    file = Files.createFile(folder.resolve("party.preprocessing"));
    spent = new SpentMaterial(folder.resolve("spent"));
    header = new MaterialHeader(MaterialHeader.freshId(), 1, new Terms().with("epochs", 3),
        new Terms().with("examples", 40));
    write(file, header, MESSAGES);
  }

  private static void write(Path to, MaterialHeader header, List<long[][]> messages) {
    try (MaterialWriter writer = MaterialWriter.open(to, header)) {
      messages.forEach(words -> writer.send(new Frame(words)));
      writer.finish();
      assertThat(to).hasSize(writer.bytes());
    }
  }

  private MaterialFile open() {
    return MaterialFile.open(file, spent);
  }

  private static void readAll(MaterialFile material) {
    MESSAGES.forEach(words -> assertThat(material.receive().planes()).isDeepEqualTo(words));
  }

  private void refused(String... message) {
    assertThatExceptionOfType(StoreException.class).isThrownBy(this::open)
        .withMessageStartingWith(file + ": ").withMessageContainingAll(message);
  }

  @Test
  void messagesAreReadAsTheyWereSent() {
    try (MaterialFile material = open()) {
      assertThat(material.header().id()).isEqualTo(header.id());
      assertThat(material.header().party()).isEqualTo(1);
      assertThat(material.header().terms().difference(header.terms())).isNull();
      assertThat(material.header().announced().get("examples")).isEqualTo("40");
      assertThat(material.cursor()).isZero();
      readAll(material);
      assertThatExceptionOfType(StoreException.class).isThrownBy(material::receive)
          .withMessageContaining("has no more than 3 messages");
    }
  }

  @Test
  void messageOfManyBuffersIsReadAsItWasSent() throws IOException {
    long[] words = new long[3 * MaterialWriter.BUFFER_BYTES / Long.BYTES + 5];
    Arrays.setAll(words, i -> i * 0x9E3779B97F4A7C15L);
    Path large = Files.createFile(folder.resolve("large"));
    write(large, header, List.<long[][]>of(new long[][]{words, words}));
    try (MaterialFile material = MaterialFile.open(large, spent)) {
      assertThat(material.receive().planes()).isDeepEqualTo(new long[][]{words, words});
    }
  }

  @Test
  void sizeIsKnownBeforehand() {
    MaterialSize size = new MaterialSize();
    MESSAGES.forEach(words -> size.send(new Frame(words)));
    assertThat(file).hasSize(header.bytes() + size.bytes());
  }

  @Test
  void senderMayWriteItsWordsAgainOnceTheyAreInTheFile() throws IOException {
    Path other = Files.createFile(folder.resolve("other"));
    long[] words = {1, 2};
    try (MaterialWriter writer = MaterialWriter.open(other, header)) {
      writer.send(new Frame(() -> Arrays.fill(words, 0), words));
      assertThat(words).containsOnly(0);
      writer.finish();
    }
    try (MaterialFile material = MaterialFile.open(other, spent)) {
      assertThat(material.receive().planes()).isDeepEqualTo(new long[][]{{1, 2}});
    }
  }

  @Test
  void unusedFileMayBeOpenedAgain() {
    open().close();
    open().close();
  }

  @Test
  void usedFileIsRefused() {
    try (MaterialFile material = open()) {
      material.spend(1);
      material.spend(4);
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> material.spend(4))
          .withMessageContaining("iteration 4 was used already");
    }
    refused("was used before, up to iteration 4");
  }

  /// The cursor is on disk when the call returns: whoever opens the file sees it, whatever becomes of this process.
  @Test
  void useIsOnDiskBeforeAnythingIsUsed() throws IOException {
    try (MaterialFile material = open()) {
      material.spend(1);
      byte[] bytes = Files.readAllBytes(file);
      assertThat(bytes[header.bytes() - MaterialHeader.CURSOR_BYTES]).isEqualTo((byte) 1);
      assertThat(Files.readString(spent.file())).isEqualTo(header.id() + "\n");
    }
  }

  /// The first message is the party's seed, of which all of its masks follow.
  @Test
  void seedIsGoneWhenAnythingIsUsed() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    int seedBytes = (int) MaterialWriter.bytesOf(new Frame(MESSAGES.getFirst()));
    try (MaterialFile material = open()) {
      material.receive();
      assertThat(file).hasBinaryContent(whole);
      material.spend(1);
      byte[] used = Files.readAllBytes(file);
      assertThat(Arrays.copyOfRange(used, header.bytes(), header.bytes() + seedBytes)).containsOnly(0);
      assertThat(used).endsWith(Arrays.copyOfRange(whole, header.bytes() + seedBytes, whole.length));
      assertThat(material.receive().planes()).isEmpty();
      assertThat(material.receive().planes()).isDeepEqualTo(MESSAGES.getLast());
    }
    assertThat(file).hasSize(header.bytes());
    refused("was used before, up to iteration 1");
  }

  @Test
  void fileThatIsCopiedBackIsRefused() throws IOException {
    Path backup = Files.copy(file, folder.resolve("backup"));
    try (MaterialFile material = open()) {
      material.spend(1);
    }
    Files.copy(backup, file, StandardCopyOption.REPLACE_EXISTING);
    refused("is a copy of a file that was used before");
  }

  /// Also where both were opened before either was used.
  @Test
  void ofTwoCopiesOneIsUsed() throws IOException {
    Path copy = Files.copy(file, folder.resolve("copy"));
    try (MaterialFile one = open(); MaterialFile other = MaterialFile.open(copy, spent)) {
      one.spend(1);
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> other.spend(1))
          .withMessageContaining("is a copy of a file that was used before");
    }
  }

  @Test
  void fileIsOpenedOnceAtATime() {
    try (MaterialFile _ = open()) {
      refused("is in use by another session");
    }
  }

  @Test
  void manyFilesAreRemembered() {
    for (int i = 0; i < 3; i++) {
      assertThat(spent.add("id" + i)).isTrue();
    }
    assertThat(spent.add("id1")).isFalse();
    assertThat(spent.contains("id2")).isTrue();
    assertThat(spent.contains("id3")).isFalse();
  }

  /// A crash in the middle of a line does not swallow the next.
  @Test
  void tornLineHidesNoOther() throws IOException {
    Files.writeString(spent.file(), "id0\nid1 to");
    assertThat(spent.add("id2")).isTrue();
    assertThat(List.of("id0", "id2")).allMatch(spent::contains);
    assertThat(spent.add("id2")).isFalse();
  }

  @Test
  void truncatedFileIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(StoreException.class).as("%s bytes", length).isThrownBy(this::open)
          .withMessageMatching(".*(is no preprocessing file|is truncated).*");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    refused("is too long, " + (whole.length + 1) + " bytes, expected " + whole.length);
  }

  @Test
  void everyDamagedBitIsFoundBeforeItIsUsed() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, damaged);
      assertThatExceptionOfType(StoreException.class).as("bit %s", bit).isThrownBy(() -> {
        try (MaterialFile material = open()) {
          readAll(material);
        }
      }).withMessageStartingWith(file + ": ");
    }
  }

  @Test
  void messagesDoNotChangePlacesNorFiles() throws IOException {
    long[][] one = {{1}};
    long[][] two = {{2}};
    Path first = Files.createFile(folder.resolve("first"));
    Path second = Files.createFile(folder.resolve("second"));
    write(first, header, List.of(one, two));
    write(second, header, List.of(two, one));
    byte[] bytes = Files.readAllBytes(first);
    byte[] other = Files.readAllBytes(second);
    int length = (int) MaterialWriter.bytesOf(new Frame(one));
    int at = header.bytes();

    byte[] swapped = bytes.clone();
    System.arraycopy(bytes, at + length, swapped, at, length);
    System.arraycopy(bytes, at, swapped, at + length, length);
    byte[] mixed = bytes.clone();
    System.arraycopy(other, at + length, mixed, at, length);
    for (byte[] wrong : List.of(swapped, mixed)) {
      Files.write(first, wrong);
      try (MaterialFile material = MaterialFile.open(first, spent)) {
        assertThatExceptionOfType(StoreException.class).isThrownBy(material::receive)
            .withMessageContaining("is damaged, the check of message 1 of 2 does not fit");
      }
    }
  }

  @Test
  void otherFilesAreNone() throws IOException {
    Files.write(file, new byte[1000]);
    refused("is no preprocessing file, expected one from moiety dealer --to-files");
    Files.delete(file);
    refused("no such file");
  }

  /// A dealer that was ended leaves no file that could be taken for one.
  @Test
  void unfinishedFileIsNone() throws IOException {
    Path unfinished = Files.createFile(folder.resolve("unfinished"));
    try (MaterialWriter writer = MaterialWriter.open(unfinished, header)) {
      writer.send(new Frame(new long[500]));
    }
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> MaterialFile.open(unfinished, spent))
        .withMessageContaining("is no preprocessing file");
  }

  @Test
  void nothingSecretIsPrinted() {
    try (MaterialFile material = open()) {
      assertThat(material).hasToString("MaterialFile[" + file + "]");
    }
  }
}
