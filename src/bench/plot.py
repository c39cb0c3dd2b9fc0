"""Growth as a table and as one SVG for each measure: both axes by powers of ten, so that what is proportional is a slope of one."""
import math
import pathlib


def write(growth, folder):
    """Draws into the folder `growth` below a page's; returns what the page says."""
    if not growth:
        return ""
    counts = sorted({count for values in growth.values() for count in values})
    lines = ["| | " + " | ".join(f"{count:,}" for count in counts) + " |", "|---" * (len(counts) + 1) + "|"]
    pictures = []
    pathlib.Path(folder, "growth").mkdir(exist_ok=True)
    for what, values in growth.items():
        lines.append(f"| {what} | " + " | ".join(f"{values[c]:.2f}" if c in values else "not measured" for c in counts) + " |")
        name = what.split(",")[0].replace(" ", "-") + ".svg"
        pathlib.Path(folder, "growth", name).write_text(svg(what, values))
        pictures.append(f"![{what} by extensions](growth/{name})")
    return "\n".join(lines) + "\n\n" + "\n".join(pictures) + "\n"


def svg(what, values):
    width, height, left, bottom = 420, 260, 60, 40
    points = [(math.log10(count), math.log10(max(value, 1e-3))) for count, value in sorted(values.items())]
    x0, x1 = math.floor(points[0][0]), math.ceil(points[-1][0] + 0.01)
    y0, y1 = math.floor(min(y for _, y in points)), math.ceil(max(y for _, y in points) + 0.01)
    place = lambda x, y: (left + (x - x0) / (x1 - x0) * (width - left - 20), height - bottom - (y - y0) / (y1 - y0) * (height - bottom - 30))
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">',
           f'<rect width="{width}" height="{height}" fill="white"/>', f'<text x="{left}" y="16" font-weight="bold">{what}</text>']
    for x in range(x0, x1 + 1):
        (a, b), (c, d) = place(x, y0), place(x, y1)
        out += [f'<path d="M{a:.1f} {b:.1f}V{d:.1f}" stroke="#ddd"/>', f'<text x="{a:.1f}" y="{height - 22}" text-anchor="middle">{10**x:,}</text>']
    for y in range(y0, y1 + 1):
        (a, b), (c, d) = place(x0, y), place(x1, y)
        out += [f'<path d="M{a:.1f} {b:.1f}H{c:.1f}" stroke="#ddd"/>', f'<text x="{a - 6:.1f}" y="{b + 4:.1f}" text-anchor="end">{10.0**y:g}</text>']
    line = [place(x, y) for x, y in points]
    out.append('<polyline fill="none" stroke="#15c" stroke-width="2" points="' + " ".join(f"{x:.1f},{y:.1f}" for x, y in line) + '"/>')
    out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#15c"/>' for x, y in line]
    out.append(f'<text x="{(width + left) / 2}" y="{height - 6}" text-anchor="middle">extensions</text></svg>')
    return "\n".join(out) + "\n"
