/// What a node is, where node types come from, and what can go wrong.
///
/// A [NodeProvider], found by the service loader, offers [NodeType]s; a [NodeCatalog] holds all of
/// them; a [NodeType] makes [Node]s. A manifest that names them is read in `pipeline.manifest` and
/// run in `pipeline.run`.
///
/// ```
/// PipelineException (sealed)
///  ├ ManifestException     the manifest is wrong: every fault with its path; nothing ran
///  ├ NodeException         a node failed: which, on which item, with type, message, traceback
///  ├ MarshalException      a value could not cross: which node, which item, where in the value
///  └ UnavailableException  something the pipeline needs, such as an interpreter, is not there
/// ```
@NullMarked
package dev.terrarium.pipeline;

import org.jspecify.annotations.NullMarked;
