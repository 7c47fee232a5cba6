using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Access;
using Throughline.Host.Statistics;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk;

/// <summary>How good the records are, by station and week: the same figures as <c>report quality</c>.</summary>
internal sealed class QualityModel(Installation installation) : DeskPage(installation)
{
    public IReadOnlyList<QualityCounts> Groups { get; private set; } = [];

    public QualityCounts Total { get; private set; } = null!;

    public IActionResult OnGet(string? format)
    {
        if (format is "csv" or "json")
        {
            var sheet = QualityReport.Make(Installation);
            return format == "csv" ? Content(sheet.Csv(), "text/csv") : Content(sheet.Json, "application/json");
        }

        var all = QualityFigures.Groups(Installation.Store);
        Groups = IsStation ? [.. all.Where(g => g.Station == Place)] : all;
        Total = QualityFigures.Total(Groups);
        return Page();
    }
}
