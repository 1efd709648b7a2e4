"""What the other processes of the helpers' figures do, ours and multiprocessing's."""

from multiprocessing.shared_memory import SharedMemory

SHAPE = (1 << 20,)
BYTES = 8 << 20
OUTPUTS = 8


def same(value):
    return value


class Echo:
    def same(self, value):
        return value

    def plus(self, array):
        return array + 1


def serve_pipe(connection):
    """Sends back what comes, until the other end is closed."""
    try:
        while True:
            connection.send(connection.recv())
    except EOFError:
        pass


def serve_shared(connection, given, made):
    """Works on arrays in memory that both have, as it is told by a word."""
    import numpy

    first, second = SharedMemory(given), SharedMemory(made)
    a, b = (numpy.ndarray(SHAPE, "float64", memory.buf) for memory in (first, second))
    try:
        while True:
            if connection.recv() == "plus":
                numpy.add(a, 1, out=b)
            connection.send("done")
    except EOFError:
        pass
    del a, b
    first.close()
    second.close()


class Model:
    """A small network on a GPU."""

    def __init__(self):
        import torch

        self.torch = torch
        self.layers = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.ReLU(), torch.nn.Linear(64, OUTPUTS)).cuda()
        self.input = torch.zeros(1, 64, device="cuda")

    def forward(self):
        with self.torch.inference_mode():
            output = self.layers(self.input)
        self.torch.cuda.synchronize()
        return output.shape[1]


def require_gpu():
    """Says what is missing for a model on a GPU."""
    try:
        import torch
    except ImportError as error:
        raise LookupError(f"this Python has no torch ({error})") from None
    if not torch.cuda.is_available():
        raise LookupError("torch finds no GPU")
