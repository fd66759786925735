# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""structlog in one place: JSON lines without personal data, control characters escaped."""

import contextlib
import logging
import sys

import structlog

SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


class _Lines(structlog.WriteLogger):
    """On a disk that is full, or when nobody reads it any more, a line is lost; the work that it
    was about goes on."""

    def msg(self, message: str) -> None:
        with contextlib.suppress(OSError):
            super().msg(message)

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


def configure(*, level: int = logging.INFO) -> None:
    """JSON to standard error. json.dumps escapes CR, LF, ANSI and U+2028, so no line is forged.

    Exceptions are logged by class and place, never with their message: a database error quotes
    the row it was about, and that may be somebody's answer.
    """
    lines = _Lines(sys.stderr)
    rendered = (_place_of_exception, structlog.processors.JSONRenderer(ensure_ascii=True))
    structlog.configure(
        processors=[*SHARED, *rendered],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: lines,
    )
    # What libraries say, uvicorn and arq among them, in the same form.
    others = logging.StreamHandler(sys.stderr)
    others.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendered],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[others], force=True)


def _place_of_exception(
    _logger: object, _method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        trace = error.__traceback__
        places: list[str] = []
        while trace is not None:
            code = trace.tb_frame.f_code
            if "/site-packages/" not in code.co_filename:
                places.append(f"{'/'.join(code.co_filename.split('/')[-2:])}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["places"] = places[-6:]
    return event
