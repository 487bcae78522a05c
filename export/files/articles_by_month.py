# SPDX-License-Identifier: CC0-1.0
"""Counts the articles of each month with DuckDB and draws them: articles-by-month.svg.

python articles_by_month.py          needs `pip install duckdb`, and articles.parquet
"""

from pathlib import Path

import duckdb

HERE = Path(__file__).parent
WIDTH, HEIGHT, BAR = 720, 240, 0.8

months = duckdb.sql(
    f"""
    SELECT strftime(day, '%Y-%m') AS month, count(*) AS articles
    FROM read_parquet('{HERE / "articles.parquet"}')
    WHERE day IS NOT NULL GROUP BY month ORDER BY month
    """
).fetchall()
for month, articles in months:
    print(f"{month}  {articles:>7,}")

step = WIDTH / max(1, len(months))
most = max((articles for _, articles in months), default=1)
bars = "".join(
    f'<rect x="{number * step:.1f}" y="{HEIGHT * (1 - articles / most):.1f}"'
    f' width="{step * BAR:.1f}" height="{HEIGHT * articles / most:.1f}">'
    f"<title>{month}: {articles:,}</title></rect>"
    for number, (month, articles) in enumerate(months)
)
(HERE / "articles-by-month.svg").write_text(
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
    f' fill="#7d1f1c">{bars}</svg>\n',
    encoding="utf-8",
)
