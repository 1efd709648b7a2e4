package dev.terrarium.worker.inline;

import static dev.terrarium.worker.inline.LimitRow.refused;
import static dev.terrarium.worker.inline.LimitRow.runs;

import dev.terrarium.pipeline.manifest.GpuMemory;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.Notation;
import java.util.ArrayList;
import java.util.List;

/// What becomes of the fields of a manifest.
final class ManifestLimits {
  private static final String START = "{'version': 'v1', 'metadata': {'name': 't'}, ";
  private static final String NODES = "'nodes': [{'id': 'a', 'node_type': 'Echo'}], ";
  private static final String END = "'connections': []}";
  private static final String OUT = "[{\"input\":1,\"counter\":1,\"node\":\"Echo\"}]";
  private static final String PASSES = "'node_type': 'PassThrough'";

  private static final Machine SMALL_GPU =
      new Machine(
          4, 8L << 30, "x86_64", List.of("cuda"), _ -> new GpuMemory.Answer.Bytes(24_564L << 20));

  static final List<LimitRow> ROWS = rows();

  private ManifestLimits() {}

  private static List<LimitRow> rows() {
    var rows = new ArrayList<LimitRow>();
    rows.addAll(wholes());
    rows.addAll(nodes());
    rows.addAll(needs());
    rows.addAll(later());
    return List.copyOf(rows);
  }

  private static List<LimitRow> wholes() {
    return List.of(
        runs(
            "every field of manifest v1",
            Trial.of(
                """
                {'version': 'v1',
                 'metadata': {'name': 'n', 'description': 'd', 'created_at': '2025-10-23T09:00:00Z'},
                 'nodes': [{'id': 'a_0', 'node_type': 'PassThrough', 'params': {},
                   'capabilities': {'cpu': {'cores': 2, 'arch': 'any'}, 'memory_gb': 4},
                   'runtime_hint': 'auto'},
                  {'id': 'b-1', 'node_type': 'PassThrough', 'params': null}],
                 'connections': [{'from': 'a_0', 'to': 'b-1'}]}
                """),
            "[1]"),
        runs(
            "the same in YAML",
            Trial.of(
                    """
                    version: v1
                    metadata: {name: n}
                    nodes: [{id: a, node_type: PassThrough}]
                    connections: []
                    """)
                .in(Notation.YAML),
            "[1]"),
        refused(
            "another `version`",
            Trial.of((START + NODES + END).replace("'v1'", "'v2'")),
            "$.version: must be \"v1\", not the text \"v2\""),
        refused(
            "no `metadata`",
            Trial.of("{'version': 'v1', " + NODES + END),
            "$.metadata: is missing; it must be an object with the pipeline's name, {\"name\": …}"),
        refused(
            "an empty `metadata.name`, as in later versions",
            Trial.of((START + NODES + END).replace("'t'", "''")),
            "$.metadata.name: must be 1 to 255 characters long, not the text \"\""),
        refused(
            "no `nodes`",
            Trial.of(START + "'nodes': [], " + END),
            "$.nodes: must hold at least one node"),
        refused(
            "a connection from or to a node that is not there",
            Trial.graph("x>y", PASSES),
            "$.connections[0].from: there is no node 'x'",
            "$.connections[0].to: there is no node 'y'"),
        refused(
            "a cycle",
            Trial.graph("a>b b>a", PASSES, PASSES),
            "$.connections: the connections form a cycle: a -> b -> a"),
        refused(
            "a node that feeds itself, in a manifest of another version",
            Trial.of(Trial.graph("a>a", PASSES).manifest().replace("'v1'", "'v2'")),
            "$.version: must be \"v1\", not the text \"v2\"",
            "$.connections[0]: the connections form a cycle: a -> a"),
        runs(
            "the same connection twice",
            Trial.graph("a>b a>b", PASSES, PASSES),
            "$.connections[1]: is the same as $.connections[0]; b gets every item of a once more;"
                + " [1,1]",
            "with a warning"),
        runs(
            "`output_port` and `input_port` of a connection, as in the older format",
            Trial.of(
                Trial.graph("a>b", PASSES, PASSES)
                    .manifest()
                    .replace("'to': 'b'", "'to': 'b', 'output_port': 'x', 'input_port': 'y'")),
            "$.connections[0].output_port: is not known and is ignored;"
                + " $.connections[0].input_port: is not known and is ignored; [1]",
            "with a warning that they are ignored"),
        runs(
            "fields that no version knows",
            Trial.node("Echo", "'colour': 'red'"),
            "$.nodes[0].colour: is not known and is ignored; " + OUT,
            "with a warning that they are ignored"));
  }

  private static List<LimitRow> nodes() {
    return List.of(
        refused(
            "an `id` twice",
            Trial.of(Trial.graph("", PASSES, PASSES).manifest().replace("'b'", "'a'")),
            "$.nodes[1].id: the id 'a' is taken by an earlier node"),
        refused(
            "an `id` with a blank, as the client there makes it of a name with one",
            Trial.of((START + NODES + END).replace("'a'", "'my node_0'")),
            "$.nodes[0].id: must be letters, digits, '_' and '-', at least one, not the text \"my"
                + " node_0\""),
        refused(
            "`params` that are no object",
            Trial.node("Echo", "'params': [1]"),
            "$.nodes[0].params: must be an object, not a list"),
        refused(
            "a parameter that a node does not have",
            Trial.params("Echo", "'gain': 1"),
            "$.nodes[0].params.gain: is no parameter of this node; it takes none"),
        runs(
            "`runtime_hint` `cpython` of a Python node, or `auto`",
            Trial.node("@:Node", "'runtime_hint': 'cpython'").with("def Node(item): return item"),
            "[1]"),
        refused(
            "`runtime_hint` `cpython` of a node that is Java here",
            Trial.node("Echo", "'runtime_hint': 'cpython'"),
            "$.nodes[0].runtime_hint: Echo is a Java node and cannot run in cpython; leave the field out"),
        refused(
            "`runtime_hint` `rust_python`",
            Trial.node("Echo", "'runtime_hint': 'rust_python'"),
            "$.nodes[0].runtime_hint: 'rust_python' cannot run: there is no RustPython here; Python"
                + " nodes run in CPython"),
        refused(
            "`runtime_hint` `cpython_wasm`",
            Trial.node("Echo", "'runtime_hint': 'cpython_wasm'"),
            "$.nodes[0].runtime_hint: 'cpython_wasm' cannot run: there is no WebAssembly here; Python"
                + " nodes run in the embedded CPython"),
        refused(
            "`host`",
            Trial.node("Echo", "'host': 'gpu-box:50051'"),
            "$.nodes[0].host: the node cannot run on gpu-box:50051: no transport to other hosts exists"
                + " yet"));
  }

  private static List<LimitRow> needs() {
    var path = "$.nodes[0].capabilities.";
    return List.of(
        refused(
            "`capabilities.gpu` that is not there",
            needs("'gpu': {'type': 'cuda'}"),
            path + "gpu: needs a cuda GPU, which this machine does not have"),
        runs(
            "the same with `\"required\": false`",
            needs("'gpu': {'type': 'cuda', 'required': false}"),
            path + "gpu: would like a cuda GPU, which this machine does not have; " + OUT,
            "with a warning"),
        refused(
            "`capabilities.gpu.min_memory_gb` above what is there",
            needs("'gpu': {'type': 'cuda', 'min_memory_gb': 80}").with(SMALL_GPU),
            path
                + "gpu.min_memory_gb: needs a cuda GPU with 80.0 GB of memory, the largest has 23.99"),
        refused(
            "`capabilities.cpu` and `memory_gb` above what is there",
            needs("'cpu': {'cores': 64, 'arch': 'aarch64'}, 'memory_gb': 9"),
            path + "cpu.cores: needs 64 cores, there are 4",
            path + "cpu.arch: needs aarch64, this is x86_64",
            path + "memory_gb: needs 9 GB of memory, there are 8"),
        runs(
            "`codecs`, `frameworks` and others that never came into the schema there",
            needs("'frameworks': ['torch']"),
            path + "frameworks: is not known and is ignored; " + OUT,
            "with a warning that they are ignored"));
  }

  private static Trial needs(String needs) {
    return Trial.node("Echo", "'capabilities': {" + needs + "}");
  }

  private static List<LimitRow> later() {
    return List.of(
        runs(
            "`is_streaming`, of a later version",
            Trial.node("@:Node", "'is_streaming': true")
                .with("def Node(stream): yield from stream")
                .on(1L, 2L),
            "[1,2]"),
        refused(
            "`execution`, of a later version",
            Trial.node("Echo", "'execution': {'placement': 'local'}"),
            "$.nodes[0].execution: is refused: nodes are not placed by wish; 'isolation' and"
                + " 'capabilities' say what holds"),
        refused(
            "`is_output_node`, of a later version",
            Trial.node("Echo", "'is_output_node': true"),
            "$.nodes[0].is_output_node: is refused: outputs leave from the nodes that feed no other"
                + " alone"),
        refused(
            "`media_capabilities` and `auto_negotiate`, of later versions",
            Trial.of(
                Trial.node("Echo", "'media_capabilities': {}")
                    .manifest()
                    .replace("'name': 't'", "'name': 't', 'auto_negotiate': true")),
            "$.metadata.auto_negotiate: is refused: converters are not inserted automatically",
            "$.nodes[0].media_capabilities: is refused: formats of media are not negotiated"),
        refused(
            "`docker`, of a later version",
            Trial.node("Echo", "'docker': {}"),
            "$.nodes[0].docker: is refused: nodes do not run in containers"),
        refused(
            "`python_deps` and `python_env`, of later versions",
            Trial.of(
                Trial.node("Echo", "'python_deps': ['numpy']")
                    .manifest()
                    .replace("'v1', ", "'v1', 'python_env': {}, ")),
            "$.python_env: is refused: 'pyproject' is what says which Python and packages",
            "$.nodes[0].python_deps: is refused: there is one Python for all nodes; 'pyproject' at the"
                + " top says what it has"),
        runs(
            "`fast_path`, of a later version",
            Trial.node("Echo", "'fast_path': true"),
            "$.nodes[0].fast_path: is not known and is ignored; " + OUT,
            "with a warning that it is ignored"));
  }
}
