package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.ChainException;
import dev.terrarium.pipeline.ChainNode;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Place.Phase;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Drives neighbouring nodes that may pass items among themselves, in the place of their stages.
///
/// Each stage still opens, flushes and closes its own node, and keeps its counts; items enter by
/// the first and leave behind the last.
final class ChainDrive {
  private final ChainNode chain;
  private final List<Stage> stages;
  private final Outlet next;
  private final Progress progress;
  private long firstInput = Progress.NO_ITEM;

  private ChainDrive(ChainNode chain, List<Stage> stages, Outlet next) {
    this.chain = chain;
    this.stages = List.copyOf(stages);
    this.next = next;
    this.progress = stages.getFirst().progress();
  }

  /// Joins stages to one chain; before they are opened.
  ///
  /// @param stages at least one, whose types have one maker of chains
  /// @param next what takes the items that leave the last
  static void join(ChainNode.Maker maker, List<Stage> stages, Outlet next) {
    var links = stages.stream().map(Stage::link).toList();
    var drive = new ChainDrive(maker.chain(links), stages, next);
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).join(drive.new Link(i));
    }
  }

  /// Passes items through the chain.
  ///
  /// @param firstInput the number of the input's item that the first came of
  private void process(List<? extends @Nullable Object> items, long firstInput) {
    this.firstInput = firstInput;
    try {
      chain.process(items, new Behind());
    } catch (ChainException failed) {
      if (firstInput != Progress.NO_ITEM) {
        progress.atInputItem(firstInput + failed.item());
      }
      throw halt(failed, Phase.PROCESS);
    } finally {
      count();
    }
  }

  /// Returns where the calling thread is: at which node, and at which item of the input, as far as
  /// that is known.
  private RunContext here(RunContext ofFirst) {
    var standing = chain.workingAt();
    var node = standing.map(known -> stages.get(known.link()).id());
    var item =
        standing.isPresent() && firstInput != Progress.NO_ITEM
            ? OptionalLong.of(firstInput + standing.get().item())
            : OptionalLong.empty();
    return new RunContext(ofFirst.pipeline(), ofFirst.run(), node, item);
  }

  private void flush(int link) {
    firstInput = Progress.NO_ITEM;
    try {
      chain.flush(link, (_, output) -> emit(output));
    } catch (ChainException failed) {
      throw halt(failed, failed.link() == link ? Phase.FLUSH : Phase.PROCESS);
    } finally {
      count();
    }
  }

  /// What comes behind the chain.
  private final class Behind implements ChainNode.Out {
    @Override
    public void emit(int item, @Nullable Object output) {
      progress.atInputItem(firstInput == Progress.NO_ITEM ? firstInput : firstInput + item);
      ChainDrive.this.emit(output);
    }

    @Override
    public boolean wantsJava() {
      return next instanceof Delivery.Exit exit && exit.wantsJava();
    }
  }

  private void emit(@Nullable Object output) {
    progress.checkpoint();
    next.emit(output);
  }

  private void count() {
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).tally().passed(chain.itemsIn(i), chain.itemsOut(i));
    }
  }

  private Halt halt(ChainException failed, Phase phase) {
    count();
    var cause = failed.getCause() == null ? failed : failed.getCause();
    return progress.halt(stages.get(failed.link()).place(phase), cause);
  }

  /// One node of the chain, as its stage sees it.
  final class Link implements Node {
    private final int number;

    private Link(int number) {
      this.number = number;
    }

    /// Whether both are of one chain.
    boolean isOfChainOf(Link other) {
      return chain.equals(other.chain());
    }

    private ChainNode chain() {
      return chain;
    }

    /// Returns where the calling thread is, while items pass the chain.
    RunContext here(RunContext ofFirst) {
      return ChainDrive.this.here(ofFirst);
    }

    @Override
    public void open() throws Exception {
      chain.open(number);
    }

    @Override
    public void process(@Nullable Object item, Outlet out) {
      processAll(Collections.singletonList(item), progress.inputItem());
    }

    /// Passes items through the whole chain; for its first link.
    void processAll(List<? extends @Nullable Object> items, long firstInput) {
      ChainDrive.this.process(items, firstInput);
    }

    @Override
    public void flush(Outlet out) {
      ChainDrive.this.flush(number);
    }

    @Override
    public void close() throws Exception {
      chain.close(number);
    }
  }
}
