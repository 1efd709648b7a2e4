package dev.terrarium.broker.declaration;

import java.util.Map;

/// A declaration as TOML has it: tables, lists, texts, numbers, truth values and dates.
///
/// @param root the outermost table, in the order of the text
/// @param lines where each field stands, by its path; empty where there is no text
record Tree(Map<String, Object> root, Map<String, Integer> lines) {}
