package org.moiety.experiments.session;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.kernel.Modulus;
import org.moiety.experiments.run.Names;
import org.moiety.layers.data.AbsentExamples;
import org.moiety.layers.data.Examples;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.file.FileException;
import org.moiety.layers.file.FolderLock;
import org.moiety.layers.file.OwnerOnly;
import org.moiety.layers.model.Model;
import org.moiety.layers.train.TrainingListener;
import org.moiety.triples.remote.AgreementException;
import org.moiety.triples.remote.RemoteSession;
import org.moiety.triples.remote.SessionRole;
import org.moiety.triples.remote.Terms;
import org.moiety.triples.store.MaterialHeader;
import org.moiety.triples.store.MaterialSize;
import org.moiety.triples.store.MaterialWriter;

/// A dealer that makes the preprocessing of one training ahead, into a file for each party.
///
/// @param version of the program
/// @param examples for training, as many as the data owner will have
/// @param testExamples 0 for no test
/// @param batchesDone what the checkpoint is after from which the training goes on; 0 for a new training
/// @param folder where the files go, which must not be there yet
/// @param threads processors to use
public record AheadRun(SessionSettings session, String version, int examples, int testExamples, int batchesDone,
    Path folder, int threads) {
  /// In a file's header: the same number.
  private static final String BATCHES_DONE = "batches done";
  private static final List<SessionRole> PARTIES = List.of(SessionRole.DATA_OWNER, SessionRole.MODEL_OWNER);

  /// @throws UsageException if the training has not so many batches
  public AheadRun {
    int batches = Math.ceilDiv(examples, session.batchSize()); // the record has no fields yet
    if (batchesDone > (long) session.training().epochs() * batches) {
      throw new UsageException("--batches-done " + batchesDone + ", and the training has " + batches + " in each of "
          + session.training().epochs() + " epochs");
    }
  }

  /// What parties made sure of who go on from a checkpoint: the batches after it, and no others, have material in the file.
  ///
  /// @throws AgreementException if it is another checkpoint
  static void requireMadeFor(MaterialHeader header, CheckpointId checkpoint) {
    String made = header.announced().has(BATCHES_DONE) ? header.announced().get(BATCHES_DONE) : "0";
    if (!made.equals(Integer.toString(checkpoint.batches()))) {
      throw new AgreementException("the preprocessing is for a training that goes on after " + made
          + " batches, the last checkpoint of both parties is that after " + checkpoint.batches()
          + ": moiety dealer --to-files with --resume --batches-done " + checkpoint.batches() + " makes what fits");
    }
  }

  /// Told how far it is.
  public interface Listener {
    void written(long bytes, long of);
  }

  /// What was made.
  ///
  /// @param id of the dealing, the same in both files
  /// @param iterations what party 1 needs of each, in bytes of messages
  public record Result(String id, Map<SessionRole, Path> files, Map<SessionRole, Long> bytes,
      RoleRun.Iterations iterations) {}

  /// Where a party's file goes.
  Path file(SessionRole party) {
    return folder.resolve(Names.of(party) + ".preprocessing");
  }

  private Path unfinished(SessionRole party) {
    return folder.resolve("." + file(party).getFileName() + ".tmp");
  }

  /// Makes the files.
  ///
  /// @throws FileException if they are there already, or do not fit on the disk
  public Result run(Listener listener) {
    try {
      Files.createDirectories(folder, OwnerOnly.folder(folder));
    } catch (FileAlreadyExistsException e) {
      throw new FileException(folder, "is not a folder", e);
    } catch (IOException e) {
      throw FileException.of(folder, "made", e);
    }
    try (FolderLock _ = FolderLock.of(folder)) {
      return write(listener);
    } catch (IOException e) {
      throw FileException.of(folder, "written", e);
    }
  }

  /// What a dealer that was killed has left is removed first.
  private Result write(Listener listener) throws IOException {
    Map<SessionRole, Path> temporary = new EnumMap<>(SessionRole.class);
    try {
      for (SessionRole party : PARTIES) {
        if (Files.exists(file(party))) {
          throw new FileException(file(party), "exists, and preprocessing is not overwritten");
        }
        Files.deleteIfExists(unfinished(party));
      }
      MaterialHeader dataOwners = header(MaterialHeader.freshId(), SessionRole.DATA_OWNER);
      MaterialHeader modelOwners = header(dataOwners.id(), SessionRole.MODEL_OWNER);
      long needed = dataOwners.bytes() + modelOwners.bytes() + count();
      requireSpace(needed);
      for (SessionRole party : PARTIES) {
        Path file = unfinished(party);
        temporary.put(party, Files.createFile(file, OwnerOnly.file(file)));
      }
      Result result;
      try (
          MaterialWriter dataOwner = open(temporary.get(SessionRole.DATA_OWNER), dataOwners);
          MaterialWriter modelOwner = open(temporary.get(SessionRole.MODEL_OWNER), modelOwners)) {
        Meter meter = deal(session, new Extent(examples, testExamples, batchesDone), dataOwner,
            new Told(modelOwner, () -> listener.written(dataOwner.bytes() + modelOwner.bytes(), needed)));
        dataOwner.finish();
        modelOwner.finish();
        result = new Result(dataOwners.id(),
            Map.of(SessionRole.DATA_OWNER, file(SessionRole.DATA_OWNER), SessionRole.MODEL_OWNER,
                file(SessionRole.MODEL_OWNER)),
            Map.of(SessionRole.DATA_OWNER, dataOwner.bytes(), SessionRole.MODEL_OWNER, modelOwner.bytes()),
            new RoleRun.Iterations(meter.iterations(), meter.mostBytesInAnIteration()));
      }
      for (SessionRole party : PARTIES) {
        Files.move(temporary.get(party), file(party));
      }
      return result;
    } finally {
      temporary.values().forEach(AheadRun::delete);
    }
  }

  private static MaterialWriter open(@Nullable Path temporary, MaterialHeader header) throws IOException {
    return MaterialWriter.open(Objects.requireNonNull(temporary), header);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      return; // what is left is no preprocessing file
    }
  }

  private MaterialHeader header(String id, SessionRole party) {
    Terms announced = new Terms();
    RoleRun.TRAINING.announce(announced, absent(examples));
    if (testExamples > 0) {
      RoleRun.TEST.announce(announced, absent(testExamples));
    }
    if (session.training().resume()) {
      announced.with(BATCHES_DONE, batchesDone);
    }
    return new MaterialHeader(id, party.party(), session.terms(version), announced);
  }

  private Examples absent(int count) {
    Model model = session.network();
    int[] shape = model.inputShape().toArray();
    return shape.length == 3
        ? new AbsentExamples(count, shape[0], shape[1], shape[2], model.classes())
        : new AbsentExamples(count, 1, 1, model.inputShape().length(), model.classes());
  }

  private void requireSpace(long needed) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < needed) {
      throw new FileException(folder, String.format(Locale.ROOT,
          "%,.1f MB are needed for the preprocessing of this training, %,.1f MB are free", needed * 1e-6, free * 1e-6));
    }
  }

  /// Numbers of examples, and of batches that are done, in a training.
  private record Extent(int examples, int testExamples, int batchesDone) {}

  /// Bytes of all messages in both files, counted on trainings of few batches: each batch of a size takes the same, and so does each epoch, and each checkpoint.
  long count() {
    Task.Training training = session.training();
    int last = last(examples);
    int lastTest = last(testExamples);
    int batches = batches(examples);
    long one = count(1, 0, new Extent(last, lastTest, 0));
    long fullBatch = examples > last ? count(1, 0, new Extent(last + session.batchSize(), lastTest, 0)) - one : 0;
    long fullTest = testExamples > lastTest
        ? count(1, 0, new Extent(last, lastTest + session.batchSize(), 0)) - one
        : 0;
    long fullTests = (testExamples - lastTest) / session.batchSize() * fullTest;
    boolean more = training.epochs() > 1 || training.resume();
    long lastOnes = more ? count(2, 0, new Extent(last, lastTest, 0)) - one : 0; // a batch and a test
    long epoch = (batches - 1) * fullBatch + fullTests + lastOnes;
    long all;
    if (training.resume()) {
      int begun = Math.max(1, Math.ceilDiv(batchesDone, batches));
      int left = begun * batches - batchesDone;
      long end = countEnd(last, lastTest);
      long lastBatch = lastOnes - (end - countEnd(last, 0));
      all = end + fullTests + (left == 0 ? 0 : lastBatch + (left - 1) * fullBatch)
          + (training.epochs() - begun) * epoch;
    } else {
      all = one + (batches - 1) * fullBatch + fullTests + (training.epochs() - 1) * epoch;
    }
    if (training.checkpointEvery() > 0) {
      long two = count(1, Integer.MAX_VALUE, new Extent(last, lastTest, 0)) - one; // at the start and at the end
      all += checkpoints(batches) * two / 2;
    }
    return all;
  }

  /// How many there are: at the start of a new training, at the end of each epoch, and after every so many batches.
  private long checkpoints(long batches) {
    Task.Training training = session.training();
    long all = training.resume() ? 0 : 1;
    for (long done = batchesDone + 1L; done <= training.epochs() * batches; done++) {
      all += done % batches == 0 || done % training.checkpointEvery() == 0 ? 1 : 0;
    }
    return all;
  }

  private int batches(int count) {
    return Math.ceilDiv(count, session.batchSize());
  }

  /// The size of the last batch.
  private int last(int count) {
    return count == 0 ? 0 : (count - 1) % session.batchSize() + 1;
  }

  private long count(int epochs, int checkpointEvery, Extent extent) {
    return count(epochs, checkpointEvery, false, extent);
  }

  /// Of a training that goes on after its only batch.
  private long countEnd(int count, int testing) {
    return count(1, Integer.MAX_VALUE, true, new Extent(count, testing, 1));
  }

  private long count(int epochs, int checkpointEvery, boolean resume, Extent extent) {
    Task.Training training = session.training();
    MaterialSize dataOwner = new MaterialSize();
    MaterialSize modelOwner = new MaterialSize();
    deal(session.with(new Task.Training(epochs, training.learningRate(), training.seed(), training.release(),
        checkpointEvery, resume)), extent, dataOwner, modelOwner);
    return dataOwner.bytes() + modelOwner.bytes();
  }

  private Meter deal(SessionSettings settings, Extent extent, Channel dataOwner, Channel modelOwner) {
    CheckpointId from = settings.training().resume() ? new CheckpointId("", extent.batchesDone) : null;
    return new RemoteSession(Modulus.MOIETY, settings.protocol(), threads).dealer(settings.seeds(), dataOwner,
        modelOwner, role -> {
          RoleRun.train(role, settings, absent(extent.examples),
              extent.testExamples == 0 ? null : absent(extent.testExamples), TrainingListener.NONE, null,
              (model, backend) -> new RoleCheckpoints(model, backend, settings, "", Map.of(), null, from,
                  batches(extent.examples), standing -> {
                  }));
          return role.meter();
        });
  }

  /// Says so after each message.
  private record Told(Channel to, Runnable sent) implements Channel {
    @Override
    public void send(Frame frame) {
      to.send(frame);
      sent.run();
    }

    @Override
    public Frame receive() {
      return to.receive();
    }

    @Override
    public void close() {
      to.close();
    }
  }
}
