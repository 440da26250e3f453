"""Matrix products on one thread, wherever they run."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController


@cache
def _find_libraries() -> ThreadpoolController:
    return ThreadpoolController().select(user_api="blas")


def on_one_thread() -> AbstractContextManager[object]:
    """Keep numpy's matrix products to one thread, as spaCy's are.

    Those here are too small to be shared out, and processes are what scales. The
    number of threads that the user has set holds again afterwards.
    """
    limits: AbstractContextManager[object] = _find_libraries().limit(limits=1)
    return limits


class OneThreadOps(NumpyOps):  # type: ignore[misc]  # no stub
    """thinc's operations with the matrix products of numpy.

    blis, which thinc uses by default, has no kernels for some processors and runs a
    third as fast there.
    """

    def __init__(self, *_: Any, **__: Any) -> None:
        """Take what thinc gives and choose numpy."""
        super().__init__(use_blis=False)

    def gemm(self, x: Any, y: Any, out: Any = None, **sides: bool) -> Any:
        """Multiply two matrices; `trans1` and `trans2` turn them before."""
        with on_one_thread():
            return super().gemm(x, y, out=out, **sides)
