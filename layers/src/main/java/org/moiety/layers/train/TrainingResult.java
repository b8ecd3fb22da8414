package org.moiety.layers.train;

import java.util.List;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.jspecify.annotations.Nullable;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.tensor.Backend.Revealed;

/// What training gave, in one role.
///
/// @param epochs reports of all epochs; empty where losses are not known
/// @param parameters as this role holds them
/// @param weights revealed parameters by name, in the order of the layers; null where they are not known
public record TrainingResult(List<TrainingListener.Epoch> epochs, Parameters parameters,
    @Nullable MutableOrderedMap<String, Revealed> weights) {}
