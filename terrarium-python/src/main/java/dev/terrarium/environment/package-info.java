/// Finds or makes a CPython and describes it as one record, with the reason for every candidate
/// refused.
///
/// A [SearchPath] says where to look. [Environment#choose] gives the [Installation] to use,
/// unpacking the bundled one if it is the one; [Environment#search] gives all there is to see. A
/// candidate that cannot be used is data, an [Outcome.Refused]; when nothing can be used, or the
/// bundled Python cannot be unpacked, the one fault of this room is raised, an
/// [EnvironmentException].
///
/// Interpreters are asked what they are in processes of their own, and libraries are judged by
/// their bytes: nothing of a candidate runs in this JVM.
@NullMarked
package dev.terrarium.environment;

import org.jspecify.annotations.NullMarked;
