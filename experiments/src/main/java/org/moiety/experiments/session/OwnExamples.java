package org.moiety.experiments.session;

import org.jspecify.annotations.Nullable;
import org.moiety.experiments.session.RoleSettings.OwnData;
import org.moiety.layers.data.DataSource;
import org.moiety.layers.data.Examples;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.train.Trainer;
import org.moiety.triples.remote.Terms;

/// The examples of a role that is the data owner; none of another role.
///
/// @param test null for no test
record OwnExamples(@Nullable Examples train, @Nullable Examples test) {
  static final AnnouncedExamples TRAINING = new AnnouncedExamples("training");
  static final AnnouncedExamples TEST = new AnnouncedExamples("test");

  /// Loads them, and checks that they fit the model.
  static OwnExamples load(ModelSpec spec, @Nullable OwnData data, DataSource.Settings where) {
    Model model = Model.build(spec, Activation.RELU_APPROX, true);
    if (data == null) {
      return new OwnExamples(null, null);
    }
    DataSource source = DataSource.resolve(data.source(), where);
    Examples train = part(data, data.limit() == null ? source.train() : source.train(data.limit()));
    Trainer.requireFit(model, train);
    Integer testLimit = data.testLimit();
    if (testLimit != null && testLimit == 0) {
      return new OwnExamples(train, null);
    }
    Examples test = part(data, testLimit == null ? source.test() : source.test(testLimit));
    Trainer.requireFit(model, test);
    return new OwnExamples(train, test);
  }

  private static LabelledImages part(OwnData data, LabelledImages images) {
    return data.part() == null ? images : data.part().of(images);
  }

  /// Number and size of them.
  Terms announcement() {
    Terms terms = new Terms();
    if (train != null) {
      TRAINING.announce(terms, train);
    }
    if (test != null) {
      TEST.announce(terms, test);
    }
    return terms;
  }
}
