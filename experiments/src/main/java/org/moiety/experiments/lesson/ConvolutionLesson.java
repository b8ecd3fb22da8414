package org.moiety.experiments.lesson;

import static org.moiety.experiments.transcript.Place.PUBLIC;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.map.Convolution;
import org.moiety.engine.map.ConvolutionGeometry;
import org.moiety.engine.map.GatherMap;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.transcript.Grid;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;

/// A convolution as a product of matrices, and where to mask.
final class ConvolutionLesson implements Lesson {
  @Override
  public String name() {
    return "convolution";
  }

  @Override
  public String title() {
    return "Mask each pixel once";
  }

  @Override
  public String intro() {
    return "A convolution lays a small filter on every place of an image and adds up products. Written as a product of matrices (im2col), the image's pixels stand in it many times over. "
        + "Who masks that matrix tells each pixel many times; who masks the image first, and then copies, tells it once.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(
        Input.matrix("image", "image, a number for each pixel", "1,2,0,1;0,1,3,1;2,0,1,0;1,1,0,2",
            "1,2,0,1;0,1,3,1;2,0,1,0;1,1,0,2",
            1000, 8),
        Input.matrix("filter", "filter", "1,-1;0.5,2", "1,-1;0,2", 1000, 4), Input.bits(0), Input.prime(97));
  }

  @Override
  public Result run(Arguments in, Consumer<Step> out) {
    Matrix image = in.matrix("image");
    Matrix filter = in.matrix("filter");
    if (filter.rows() > image.rows() || filter.columns() > image.columns()) {
      throw new UsageException(
          "the filter is " + filter.rows() + "x" + filter.columns() + ", expected no larger than the image, "
              + image.rows() + "x" + image.columns());
    }
    ConvolutionGeometry shape = new ConvolutionGeometry(1, 1, image.rows(), image.columns(), 1, filter.rows(),
        filter.columns(), 1);
    try (LessonField field = new LessonField(in.modulus(), in.integer("bits"))) {
      Splitting x = Splitting.of(field, field.encode("image", image.values()), in.seed("share image"));
      Splitting w = Splitting.of(field, field.encode("filter", filter.values()), in.seed("share filter"));
      Stage once = play(in, shape, x, w, MaskPolicy.REUSE);
      Stage often = play(in, shape, x, w, MaskPolicy.FRESH);
      Script script = new Script(in, out);
      tell(script, field, shape, x, w);
      masks(script, in, field, shape, once, often);
      List<BigInteger> result = finish(script, field, shape, once);
      return Endings.of(field, "Z", List.of(shape.outputHeight(), shape.outputWidth()), result,
          plain(Endings.signed(field, x.secret()), Endings.signed(field, w.secret()), shape), 2);
    }
  }

  private static Stage play(Arguments in, ConvolutionGeometry shape, Splitting x, Splitting w, MaskPolicy masks) {
    return Stage.play(in.modulus(), Protocol.semiHonest(masks, TruncationMethod.MASKED), in.seed("session " + masks),
        (role, recorder) -> {
          role.begin(1);
          Secret image = role.importShare(x.length(), () -> LessonField.array(role.field(), x.share(role.party())));
          Secret filter = role.importShare(w.length(), () -> LessonField.array(role.field(), w.share(role.party())));
          role.enter("convolve", Meter.Phase.FORWARD);
          Secret z = image.product(new Convolution(shape), filter);
          recorder.note("z", role.exportShare(z));
          role.enter("reveal", Meter.Phase.REVEAL);
          recorder.note("result", z.reveal(Receiver.BOTH));
        });
  }

  private static List<BigInteger> plain(List<BigInteger> x, List<BigInteger> w, ConvolutionGeometry shape) {
    List<BigInteger> z = new ArrayList<>();
    for (int row = 0; row < shape.outputHeight(); row++) {
      for (int column = 0; column < shape.outputWidth(); column++) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < shape.kernelHeight(); i++) {
          for (int j = 0; j < shape.kernelWidth(); j++) {
            sum = sum.add(x.get((row + i) * shape.width() + column + j).multiply(w.get(i * shape.kernelWidth() + j)));
          }
        }
        z.add(sum);
      }
    }
    return z;
  }

  private static void tell(Script script, LessonField field, ConvolutionGeometry shape, Splitting x, Splitting w) {
    List<Integer> image = List.of(shape.height(), shape.width());
    script
        .scene("Shares of image and filter",
            "Party 0 may have brought the image, party 1 the filter; by now each has a share of both.")
        .remark("{X} = {X_0} + {X_1},   {W} = {W_0} + {W_1}")
        .shares(field, "X", "share of the image", image, x.share0(), x.share1())
        .shares(field, "W", "share of the filter", List.of(shape.kernelHeight(), shape.kernelWidth()), w.share0(),
            w.share1())
        .done();
    GatherMap im2col = shape.im2col();
    FieldArray share0 = im2col.apply(field.field(), field.array(x.share0()));
    FieldArray share1 = im2col.apply(field.field(), field.array(x.share1()));
    List<Integer> patches = List.of(shape.patches(), shape.patchLength());
    script.scene("A row for each place of the filter",
        "im2col copies the patch under each place of the filter into a row. Copying needs no talk: each party does it with its share. "
            + "Then the convolution is the product of that matrix with the filter as a column. " + "The image has "
            + shape.imageLength() + " pixels, the matrix " + shape.patches() * shape.patchLength() + " entries.")
        .remark("{P_i} = im2col({X_i}),   {Z} = {P} {W}")
        .shares(field, "P", "share of the patches", patches, field.integers(share0), field.integers(share1))
        .grid(new Grid("In how many rows each pixel stands", columns(shape.width()), copies(shape))).done();
  }

  private static List<String> columns(int width) {
    List<String> names = new ArrayList<>(List.of(""));
    for (int i = 0; i < width; i++) {
      names.add("col " + (i + 1));
    }
    return names;
  }

  private static List<List<String>> copies(ConvolutionGeometry shape) {
    List<List<String>> rows = new ArrayList<>();
    int[] counts = new int[shape.imageLength()];
    for (int row = 0; row < shape.outputHeight(); row++) {
      for (int column = 0; column < shape.outputWidth(); column++) {
        for (int i = 0; i < shape.kernelHeight(); i++) {
          for (int j = 0; j < shape.kernelWidth(); j++) {
            counts[(row + i) * shape.width() + column + j]++;
          }
        }
      }
    }
    for (int row = 0; row < shape.height(); row++) {
      List<String> cells = new ArrayList<>(List.of("row " + (row + 1)));
      Arrays.stream(counts, row * shape.width(), (row + 1) * shape.width())
          .forEach(count -> cells.add(Integer.toString(count)));
      rows.add(cells);
    }
    return rows;
  }

  private static void masks(Script script, Arguments in, LessonField field, ConvolutionGeometry shape, Stage once,
      Stage often) {
    List<Integer> image = List.of(shape.height(), shape.width());
    List<Integer> patches = List.of(shape.patches(), shape.patchLength());
    script.scene("Mask after copying",
        "The plain way: a random matrix as large as the patches is taken off them, and all of it is told. Copies of one pixel have different masks, so nobody can tell that they are copies; but each is sent.")
        .remark("{epsilon} = {P} - {E}")
        .exchange(field, "epsilon", "share of the masked patches", patches, often.party0().sent("convolve"),
            often.party1().sent("convolve"))
        .at(PUBLIC, field.blind("epsilon", "masked patches", patches, often.opened("convolve"))).done();
    List<BigInteger> alpha = once.opened("convolve");
    FieldArray copied = shape.im2col().apply(field.field(), field.array(alpha));
    script.scene("Mask before copying",
        "The better way: mask the image, tell that, and copy what was told. A linear map of a masked image is masked by the same map of the mask, and the dealer can make a triple for that.")
        .remark("{alpha} = {X} - {A}").remark("im2col({X}) = im2col({alpha}) + im2col({A})")
        .exchange(field, "alpha", "share of the masked image", image, once.party0().sent("convolve"),
            once.party1().sent("convolve"))
        .at(PUBLIC, field.blind("alpha", "masked image", image, alpha),
            field.blind("Q", "im2col of the masked image: everybody can make it", patches, field.integers(copied)))
        .histogram(Repetitions.masked(in, field, "\u03b1", "your image", in.matrix("image").values(), "a black image",
            new double[shape.imageLength()]))
        .insight(PUBLIC,
            "Here one sees which entries are copies of each other. That says where the filter goes, which everybody knows, and nothing of the pixels.")
        .done();
    List<List<String>> rows = List.of(
        List.of("each party tells, counted", Numbers.count(often.party0().sentCount("convolve")),
            Numbers.count(once.party0().sentCount("convolve"))),
        List.of("  of the image", Integer.toString(shape.patches() * shape.patchLength()),
            Integer.toString(shape.imageLength())),
        List.of("  of the filter", Integer.toString(shape.patchLength()), Integer.toString(shape.filterLength())));
    script.scene("Count",
        "Both ways ran, and were counted where they send. For an image of 28 x 28 and a filter of 5 x 5 the plain way tells 24 \u00b7 24 \u00b7 25 = 14,400 numbers, the better one 784.")
        .grid(new Grid("Numbers told", List.of("", "masked after copying", "masked before"), rows)).done();
  }

  private static List<BigInteger> finish(Script script, LessonField field, ConvolutionGeometry shape, Stage once) {
    List<Integer> sizes = List.of(shape.outputHeight(), shape.outputWidth());
    List<BigInteger> result = once.party0().noted("result");
    script.scene("Multiply, and reveal", "From here on it is lesson matmul.").remark("{Z} = {Z_0} + {Z_1}")
        .shares(field, "Z", "share of the result", sizes, once.party0().noted("z"), once.party1().noted("z"))
        .exchange(field, "Z", "share of the result", sizes, once.party0().sent("reveal"), once.party1().sent("reveal"))
        .at(PUBLIC, field.clear("Z", "the filtered image", sizes, result, 2)).done();
    return result;
  }
}
