package org.moiety.architecture.planted.triples.remote;

import org.moiety.architecture.planted.engine.online.Observer;

/// A session of several processes with somebody who watches.
public record Watches(Observer observer) {}
