package dev.terrarium.pipeline;

/// An exception of Terrarium's whose type has a name that manifests and programs use: the sentence
/// about it begins with that.
public interface KnownByName {}
