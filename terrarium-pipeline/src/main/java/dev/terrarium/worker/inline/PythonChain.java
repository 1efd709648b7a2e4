package dev.terrarium.worker.inline;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.ChainException;
import dev.terrarium.pipeline.ChainNode;
import dev.terrarium.python.LoggedLink;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Neighbouring Python nodes, driven by one loop of Python's: see `terrarium._chains`.
final class PythonChain implements ChainNode {
  private final InlinePython inline;
  private final Lane lane;
  private final List<PythonLink> links;
  private final Pace pace = new Pace();
  private final long[] taken;
  private final long[] given;
  private @Nullable PyRef chain;
  private int opened;

  /// The item of the batch that Python's numbers count from.
  private int first;

  /// The links that may hold something; known when the first is flushed.
  private @Nullable BitSet flushing;

  /// The links that have something to clean up; known when the last is closed.
  private @Nullable BitSet unclosed;

  /// @param lane where the work of all links goes
  PythonChain(InlinePython inline, List<PythonLink> links, Lane lane) {
    this.inline = inline;
    this.lane = lane;
    this.links = List.copyOf(links);
    this.taken = new long[links.size()];
    this.given = new long[links.size()];
  }

  /// Nodes that take no code of the user's to be made are made with the one before them.
  @Override
  public void open(int link) throws Exception {
    if (link < opened) {
      return;
    }
    opened =
        links
            .get(link)
            .lane()
            .call(gil -> {
              if (chain == null) {
                chain = inline.chain(gil, links.size());
              }
              var specs = links.stream().skip(link).map(each -> each.spec(gil)).toArray();
              return link + gil.of(chain).callMethod("open", specs).as(int.class);
            });
  }

  @Override
  public void process(List<? extends @Nullable Object> items, Out out) throws ChainException {
    for (int at = 0; at < items.size(); ) {
      var left = items.subList(at, items.size());
      at += pass(left.subList(0, pace.of(left)), at, out);
    }
  }

  @Override
  public Optional<Standing> workingAt() {
    return LoggedLink.current().map(logged -> new Standing(logged.link(), first + logged.item()));
  }

  /// Passes as many items as the chain takes in one go, and returns how many that were.
  ///
  /// @param first the number of the first in its batch
  private int pass(List<? extends @Nullable Object> items, int first, Out out)
      throws ChainException {
    var outputs = run(items, first, out.wantsJava());
    int taken = outputs.taken();
    pace.took(taken, items.size());
    outputs.emit(first, out);
    int last = first + taken - 1;
    var further = outputs.further();
    if (further != null) {
      emitEach(further, last, out);
    }
    if (outputs.failed()) {
      throw failure(last);
    }
    count(outputs);
    return taken;
  }

  private ChainOutputs run(List<? extends @Nullable Object> items, int first, boolean inJava)
      throws ChainException {
    this.first = first;
    try {
      return lane.call(gil -> {
        var list = inline.crossing().toPython(gil, items);
        return new ChainPass(inline, gil, gil.of(chain()), list).outputs(items.size(), inJava);
      });
    } catch (ConversionFault unfit) {
      return items.size() > 1 ? run(items.subList(0, 1), first, inJava) : refused(unfit, first);
    } catch (Exception thrown) {
      throw new ChainException(0, first, thrown);
    }
  }

  /// Counts an item that cannot be converted as one that came to the first link.
  private ChainOutputs refused(ConversionFault unfit, int item) throws ChainException {
    try {
      var _ = lane.call(gil -> gil.of(chain()).callMethod("refuse").isNone());
      var _ = standing();
    } catch (Exception alsoFailed) {
      unfit.addSuppressed(alsoFailed);
    }
    throw new ChainException(0, item, unfit);
  }

  /// Emits what is made one by one; an item that the consumer refuses is the consumer's affair.
  private void emitEach(PyRef iterator, int item, Out out) throws ChainException {
    first = item;
    var refusal = new Refusal();
    try {
      new Lazy(inline, lane, iterator)
          .emitEach(value -> {
            try {
              out.emit(item, value);
            } catch (RuntimeException thrown) {
              refusal.thrown = thrown;
              throw thrown;
            }
          });
    } catch (Exception thrown) {
      if (refusal.thrown != null) {
        var _ = standing();
        throw refusal.thrown;
      }
      throw new ChainException(standing(), item, thrown);
    }
  }

  /// What the consumer threw.
  private static final class Refusal {
    private @Nullable RuntimeException thrown;
  }

  private ChainException failure(int item) {
    try {
      var _ = lane.call(gil -> gil.of(chain()).callMethod("fail").isNone());
      throw new AssertionError("A chain failed without a reason; this is a bug in Terrarium");
    } catch (Exception thrown) {
      return new ChainException(standing(), item, thrown);
    }
  }

  @Override
  public void flush(int link, Out out) throws ChainException {
    PyRef iterator;
    try {
      if (flushing == null) {
        flushing = lane.call(gil -> flushing(gil.of(chain())));
      }
      if (!flushing.get(link)) {
        return;
      }
      iterator = lane.call(gil -> gil.of(chain()).callMethod("flush", link).keep());
    } catch (Exception thrown) {
      throw new ChainException(link, 0, thrown);
    }
    emitEach(iterator, 0, out);
    var _ = standing();
  }

  /// Asks which links may hold something. Where none does, and none has anything to clean up, the
  /// chain has ended with that.
  private BitSet flushing(PyObject chain) {
    var links = chain.callMethod("flushing");
    if (links.isNone()) {
      unclosed = new BitSet();
      return new BitSet();
    }
    return links(links);
  }

  /// Reads a list of numbers of links.
  private static BitSet links(PyObject list) {
    var links = new BitSet();
    for (long link : list.as(long[].class)) {
      links.set((int) link);
    }
    return links;
  }

  @Override
  public void close(int link) throws Exception {
    var closing = chain;
    if (closing == null) {
      return;
    }
    try {
      if (unclosed == null) {
        unclosed = lane.call(gil -> links(gil.of(closing).callMethod("end")));
      }
      if (unclosed.get(link)) {
        var own = links.get(link).lane();
        own.beginCleanUp();
        own.call(gil -> gil.of(closing).callMethod("close", link).isNone());
      }
    } finally {
      if (link == 0) {
        chain = null;
        closing.close();
      }
    }
  }

  @Override
  public long itemsIn(int link) {
    return taken[link];
  }

  @Override
  public long itemsOut(int link) {
    return given[link];
  }

  /// Counts what passed. Where each item had one output, each link took and gave one for it, and
  /// Python need not be asked.
  private void count(ChainOutputs outputs) {
    if (outputs.areOneEach()) {
      for (int link = 0; link < taken.length; link++) {
        taken[link] += outputs.taken();
        given[link] += outputs.taken();
      }
    } else {
      var _ = standing();
    }
  }

  /// Asks Python for the counts, and for the link that was last at work, which is returned.
  private int standing() {
    return inline
        .python()
        .call(gil -> {
          var standing = gil.of(chain()).callMethod("standing");
          System.arraycopy(standing.item(1L).as(long[].class), 0, taken, 0, taken.length);
          System.arraycopy(standing.item(2L).as(long[].class), 0, given, 0, given.length);
          return standing.item(0L).as(int.class);
        });
  }

  private PyRef chain() {
    if (chain == null) {
      throw new AssertionError("A chain is not open; this is a bug in Terrarium");
    }
    return chain;
  }
}
