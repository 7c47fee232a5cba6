using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Host.Access;
using Throughline.Host.Parts;
using Throughline.Host.Statistics;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk;

/// <summary>How good the records are, by station and week: the same figures as <c>report quality</c>.</summary>
internal sealed class QualityModel(Installation installation) : DeskPage(installation)
{
    public static readonly IReadOnlyList<(QualityGap Gap, string Code, string Word, Func<QualityCounts, long> Count)> Gaps =
    [
        (QualityGap.ANumberMissing, "no-a-number", "No A-number", g => g.ANumberMissing),
        (QualityGap.ANumberShared, "shared-a-number", "A-number shared", g => g.ANumberShared),
        (QualityGap.Blank, "blank", "Blank", g => g.Blank),
        (QualityGap.Undeliverable, "undeliverable", "Undeliverable", g => g.Undeliverable),
        (QualityGap.UnitMissing, "unit-missing", "Unit missing", g => g.UnitMissing),
        (QualityGap.Crowded, "crowded", "Crowded", g => g.Crowded),
        (QualityGap.SentTwice, "sent-twice", "Sent twice", g => g.SentTwice),
        (QualityGap.Conflicts, "conflict", "Conflicts", g => g.Conflicts),
    ];

    public IReadOnlyList<QualityCounts> Groups { get; private set; } = [];

    public QualityCounts Total { get; private set; } = null!;

    public IActionResult OnGet(string? format)
    {
        if (format is "csv" or "json")
        {
            var sheet = QualityReport.Make(Installation, Only);
            return format == "csv" ? Content(sheet.Csv(), "text/csv") : Content(sheet.Json, "application/json");
        }

        Groups = QualityReport.Of(Installation, Only);
        Total = QualityFigures.Total(Groups);
        return Page();
    }

    /// <summary>The counts of a line, each with the way to the list behind it.</summary>
    public static Markup Cells(QualityCounts g, string? station, LocalDate? week) => Markup.Join(
        Gaps.Select(gap => (Count: gap.Count(g), gap.Code)).Select(gap => gap.Count == 0
            ? Markup.Of($"<td class=\"n tl-quiet\">0</td>")
            : Markup.Of($"<td class=\"n\"><a href=\"{Address(gap.Code, station, week)}\">{Sheet.Number(gap.Count)}</a></td>"))
        .Prepend(Markup.Of($"<td class=\"n\">{Sheet.Number(g.Records)}</td>")));

    public static string Address(string gap, string? station, LocalDate? week, int from = 0) =>
        "/desk/quality/list?gap=" + gap + (station is null ? "" : "&station=" + (station.Length == 0 ? "-" : Uri.EscapeDataString(station)))
        + (week is { } monday ? $"&week={monday:uuuu-MM-dd}" : "") + (from > 0 ? $"&from={from}" : "");

    private string? Only => IsStation ? Place : null;
}
