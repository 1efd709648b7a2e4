package dev.terrarium.message.payload;

/// One field of a payload, as a map names it.
///
/// @param name its name in maps, such as `frame_id`
/// @param type what it may hold, such as `list of float`
/// @param isRequired whether it has to be given
/// @param otherwise what it is where it is not given, as text; empty where that is nothing
/// @param doc its unit and its sense
public record PayloadField(
    String name, String type, boolean isRequired, String otherwise, String doc) {}
