package org.moiety.architecture.planted.triples.store;

/// What layers must not know.
public final class Store {}
