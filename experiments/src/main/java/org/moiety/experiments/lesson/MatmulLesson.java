package org.moiety.experiments.lesson;

import static org.moiety.experiments.transcript.Place.DEALER;
import static org.moiety.experiments.transcript.Place.PUBLIC;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.map.GatherMap;
import org.moiety.engine.map.MatrixProduct;
import org.moiety.engine.material.Addresses;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.transcript.Grid;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;

/// One triple for a product of matrices, against one for each product of numbers.
final class MatmulLesson implements Lesson {
  @Override
  public String name() {
    return "matmul";
  }

  @Override
  public String title() {
    return "One triple for a whole matrix product";
  }

  @Override
  public String intro() {
    return "A product of matrices is many products of numbers. With a triple for each, every entry is masked and told again for each product it takes part in. "
        + "But nothing in lesson multiply needs numbers: a triple may be made of matrices, and then each entry is masked and told once.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.matrix("x", "left matrix", "1.5,-2,0;3,1,0.25", "1,-2,0;3,1,2", 1000, 8),
        Input.matrix("y", "right matrix", "2,1;0.5,-1;4,3", "2,1;0,-1;4,3", 1000, 8), Input.bits(0), Input.prime(97));
  }

  @Override
  public Result run(Arguments in, Consumer<Step> out) {
    Matrix x = in.matrix("x");
    Matrix y = in.matrix("y");
    if (x.columns() != y.rows()) {
      throw new UsageException("x has " + x.columns() + " columns and y has " + y.rows()
          + " rows, expected as many: a product of matrices multiplies rows with columns");
    }
    try (LessonField field = new LessonField(in.modulus(), in.integer("bits"))) {
      Splitting left = Splitting.of(field, field.encode("x", x.values()), in.seed("share a"));
      Splitting right = Splitting.of(field, field.encode("y", y.values()), in.seed("share b"));
      MatrixProduct shape = new MatrixProduct(x.rows(), x.columns(), y.columns());
      Stage whole = asMatrix(in, left, right, shape);
      Stage single = oneByOne(in, left, right, shape);
      Script script = new Script(in, out);
      tell(script, in, field, left, right, shape, whole);
      counts(script, shape, whole, single);
      List<BigInteger> result = reveal(script, field, shape, whole, single);
      return Endings.of(field, "Z", List.of(shape.m(), shape.n()), result,
          product(Endings.signed(field, left.secret()), Endings.signed(field, right.secret()), shape), 2);
    }
  }

  private static List<BigInteger> product(List<BigInteger> x, List<BigInteger> y, MatrixProduct shape) {
    List<BigInteger> z = new ArrayList<>();
    for (int i = 0; i < shape.m(); i++) {
      for (int j = 0; j < shape.n(); j++) {
        BigInteger sum = BigInteger.ZERO;
        for (int k = 0; k < shape.k(); k++) {
          sum = sum.add(x.get(i * shape.k() + k).multiply(y.get(k * shape.n() + j)));
        }
        z.add(sum);
      }
    }
    return z;
  }

  private static Stage asMatrix(Arguments in, Splitting x, Splitting y, MatrixProduct shape) {
    return Stage.play(in.modulus(), Protocol.semiHonest(MaskPolicy.REUSE, TruncationMethod.MASKED), in.seed("session"),
        (role, recorder) -> {
          role.begin(1);
          Secret left = role.importShare(x.length(), () -> LessonField.array(role.field(), x.share(role.party())));
          Secret right = role.importShare(y.length(), () -> LessonField.array(role.field(), y.share(role.party())));
          role.enter("mask a", Meter.Phase.FORWARD);
          left.masked();
          role.enter("mask b", Meter.Phase.FORWARD);
          right.masked();
          role.enter("multiply", Meter.Phase.FORWARD);
          Secret z = left.product(shape, right);
          recorder.note("z", role.exportShare(z));
          role.enter("reveal", Meter.Phase.REVEAL);
          recorder.note("result", z.reveal(Receiver.BOTH));
        });
  }

  /// Copies each entry for each product that it takes part in, multiplies with a triple each, and adds up.
  private static Stage oneByOne(Arguments in, Splitting x, Splitting y, MatrixProduct shape) {
    int terms = shape.m() * shape.n() * shape.k();
    int[] fromLeft = new int[terms];
    int[] fromRight = new int[terms];
    int[] starts = new int[shape.m() * shape.n() + 1];
    int[] all = new int[terms];
    for (int t = 0; t < terms; t++) {
      int k = t % shape.k();
      int j = t / shape.k() % shape.n();
      int i = t / shape.k() / shape.n();
      fromLeft[t] = i * shape.k() + k;
      fromRight[t] = k * shape.n() + j;
      all[t] = t;
      starts[t / shape.k() + 1] = t + 1;
    }
    GatherMap copiesOfLeft = GatherMap.select(1, x.length(), fromLeft);
    GatherMap copiesOfRight = GatherMap.select(1, y.length(), fromRight);
    GatherMap sums = new GatherMap(1, terms, starts, all);
    return Stage.play(in.modulus(), Protocol.semiHonest(MaskPolicy.FRESH, TruncationMethod.MASKED),
        in.seed("one by one"), (role, recorder) -> {
          role.begin(1);
          Secret left = role.importShare(x.length(), () -> LessonField.array(role.field(), x.share(role.party())));
          Secret right = role.importShare(y.length(), () -> LessonField.array(role.field(), y.share(role.party())));
          role.enter("multiply", Meter.Phase.FORWARD);
          Secret products = left.map(copiesOfLeft).product(new ElementwiseProduct(terms), right.map(copiesOfRight));
          role.exportShare(products); // else their sums alone would be completed
          Secret z = products.map(sums);
          role.enter("reveal", Meter.Phase.REVEAL);
          recorder.note("result", z.reveal(Receiver.BOTH));
        });
  }

  private static void tell(Script script, Arguments in, LessonField field, Splitting x, Splitting y,
      MatrixProduct shape, Stage stage) {
    List<Integer> left = List.of(shape.m(), shape.k());
    List<Integer> right = List.of(shape.k(), shape.n());
    List<Integer> result = List.of(shape.m(), shape.n());
    Recorder zero = stage.party0();
    Recorder one = stage.party1();
    script.scene("Shares of two matrices", "Each entry was split as in lesson share.")
        .remark("{X} = {X_0} + {X_1},   {Y} = {Y_0} + {Y_1}")
        .shares(field, "X", "share of the left matrix", left, x.share0(), x.share1())
        .shares(field, "Y", "share of the right matrix", right, y.share0(), y.share1()).done();
    script.scene("A triple of matrices", "The dealer draws two random matrices of the same sizes and multiplies them.")
        .remark("{C} = {A} {B}")
        .shares(field, "A", "share of A", left, zero.drawn("mask a", Addresses.MASK),
            one.drawn("mask a", Addresses.MASK))
        .shares(field, "B", "share of B", right, zero.drawn("mask b", Addresses.MASK),
            one.drawn("mask b", Addresses.MASK))
        .shares(field, "C", "share of C", result, zero.drawn("multiply", Addresses.PRODUCT),
            one.drawn("multiply", Addresses.PRODUCT))
        .at(DEALER, field.blind("A", "random", left, stage.drawn("mask a", Addresses.MASK)),
            field.blind("B", "random", right, stage.drawn("mask b", Addresses.MASK)),
            field.blind("C", "their product", result, stage.drawn("multiply", Addresses.PRODUCT)))
        .done();
    script
        .scene("Mask each entry once",
            "As in lesson multiply, entry by entry: each party sends its shares of X - A and Y - B.")
        .remark("{alpha} = {X} - {A},   {beta} = {Y} - {B}")
        .exchange(field, "alpha", "share of X - A", left, zero.sent("mask a"), one.sent("mask a"))
        .exchange(field, "beta", "share of Y - B", right, zero.sent("mask b"), one.sent("mask b"))
        .at(PUBLIC, field.blind("alpha", "X - A", left, stage.opened("mask a")),
            field.blind("beta", "Y - B", right, stage.opened("mask b")))
        .histogram(Repetitions.masked(in, field, "\u03b1", "your matrix", in.matrix("x").values(), "a matrix of zeros",
            new double[x.length()]))
        .insight(PUBLIC, "Nothing: each entry has a random number of its own that hides it.").done();
    script.scene("Multiply matrices", "The same formula as for numbers, with products of matrices.")
        .remark("{Z_i} = {C_i} + {alpha} {B_i} + {A_i} {beta} + {alpha} {beta}/2")
        .shares(field, "Z", "share of the product", result, zero.noted("z"), one.noted("z")).done();
  }

  private static void counts(Script script, MatrixProduct s, Stage whole, Stage single) {
    long matrix = whole.party0().sentCount("mask a") + whole.party0().sentCount("mask b");
    long numbers = single.party0().sentCount("multiply");
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("numbers each party tells, counted", matrix, numbers));
    rows.add(row("  by formula: mk + kn, and 2mkn", (long) s.m() * s.k() + (long) s.k() * s.n(),
        2L * s.m() * s.k() * s.n()));
    rows.add(row("numbers the dealer sends, counted", whole.dealer().sentCount("multiply"),
        single.dealer().sentCount("multiply")));
    rows.add(row("triples", 1, (long) s.m() * s.k() * s.n()));
    rows.add(row("for 128 images, 784 pixels, 10 classes, by formula", 128L * 784 + 784 * 10, 2L * 128 * 784 * 10));
    script
        .scene("Count",
            "The same product ran a second time, with a triple for each of its " + s.m() * s.k() * s.n()
                + " products of numbers. Both were counted where they send.")
        .grid(new Grid("m = " + s.m() + ", k = " + s.k() + ", n = " + s.n(),
            List.of("", "one matrix triple", "a triple a product"), rows))
        .done();
  }

  private static List<String> row(String name, long matrix, long numbers) {
    return List.of(name, Numbers.count(matrix), Numbers.count(numbers));
  }

  private static List<BigInteger> reveal(Script script, LessonField field, MatrixProduct shape, Stage whole,
      Stage single) {
    List<Integer> sizes = List.of(shape.m(), shape.n());
    List<BigInteger> result = whole.party0().noted("result");
    if (!result.equals(single.party0().noted("result"))) {
      throw new IllegalStateException("both ways must give the same product");
    }
    script.scene("Reveal", "Both ways have the same result.").remark("{Z} = {Z_0} + {Z_1}")
        .exchange(field, "Z", "share of the product", sizes, whole.party0().sent("reveal"),
            whole.party1().sent("reveal"))
        .at(PUBLIC, field.clear("Z", "the product", sizes, result, 2)).done();
    return result;
  }
}
