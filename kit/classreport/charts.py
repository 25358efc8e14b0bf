"""The one picture that is no table of bars: a calibration curve, as SVG without a script."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from kit.classreport.measures import Calibration
from kit.classreport.parts import percent

LEFT, TOP, SIZE = 48, 10, 220


def calibration(found: Calibration, say: Mapping[str, str]) -> Markup:
    """Return the curve: across how sure, up how often right, a bar for each range."""
    pieces = [_grid(say)]
    known = [step for step in found.steps if step.answers]
    line = " ".join(f"{_x(step.stands_for):.1f},{_y(step.right):.1f}" for step in known)
    pieces.append(
        Markup('<polyline points="{}" fill="none" stroke="currentColor" stroke-width="2"/>').format(line)
    )
    for step in known:
        x = f"{_x(step.stands_for):.1f}"
        pieces.append(
            Markup(
                '<line x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}" stroke="currentColor" stroke-width="2"/>'
                '<circle cx="{}" cy="{:.1f}" r="5" fill="currentColor"><title>{}</title></circle>'
            ).format(
                x,
                x,
                _y(step.low),
                _y(step.high),
                x,
                _y(step.right),
                f"{percent(step.right)} ({step.answers})",
            )
        )
    return Markup('<svg viewBox="0 0 300 290" role="img" aria-label="{}">{}</svg>').format(
        say["figure"], Markup("").join(pieces)
    )


def _grid(say: Mapping[str, str]) -> Markup:
    """Return the axes with their names, and the line on which confidence fits."""
    rows = [
        Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="none" stroke="currentColor"/>').format(
            LEFT, TOP, SIZE, SIZE
        ),
        Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="currentColor" stroke-dasharray="5 4"/>').format(
            _x(0), _y(0), _x(1), _y(1)
        ),
        Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
            _x(0.5), TOP + SIZE + 36, say["across"]
        ),
        Markup(
            '<text x="12" y="{y}" text-anchor="middle" transform="rotate(-90 12 {y})">{name}</text>'
        ).format(y=_y(0.5), name=say["up"]),
    ]
    for tenth in range(0, 11, 2):
        share = tenth / 10
        rows.append(
            Markup('<text x="{:.0f}" y="{}" text-anchor="middle">{}</text>').format(
                _x(share), TOP + SIZE + 16, f"{share:.0%}"
            )
        )
        rows.append(
            Markup('<text x="{}" y="{:.0f}" text-anchor="end">{}</text>').format(
                LEFT - 4, _y(share) + 4, f"{share:.0%}"
            )
        )
    return Markup("").join(rows)


def _x(share: float) -> float:
    return LEFT + SIZE * share


def _y(share: float) -> float:
    return TOP + SIZE * (1 - share)
