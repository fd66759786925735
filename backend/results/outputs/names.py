# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the files of a summary are called. Apart from how they are made, which only workers load."""

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
SVG = "image/svg+xml"


def stem(slug: str, number: int) -> str:
    """What every file of this version is called, wherever it is copied to."""
    return f"samenvatting-{slug}-v{number}"
