using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using Throughline.Host.Access;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk;

/// <summary>The names behind a count of data quality, as far as the reader may see names.</summary>
internal sealed class QualityListModel(Installation installation) : DeskPage(installation)
{
    private const int PageSize = 50;

    public string Word { get; private set; } = "";

    public string Code { get; private set; } = "";

    public string? Station { get; private set; }

    public LocalDate? Week { get; private set; }

    /// <summary>Of the figure, wherever the records are.</summary>
    public int Counted { get; private set; }

    /// <summary>Of those, the ones whose names this desk sees.</summary>
    public int Mine { get; private set; }

    public int From { get; private set; }

    public IReadOnlyList<ListedCase> Cases { get; private set; } = [];

    public bool SeesNames => User.RoleName() != Roles.Analyst;

    public async Task<IActionResult> OnGetAsync(string? gap, string? station, string? week, int from)
    {
        if (QualityModel.Gaps.FirstOrDefault(g => g.Code == gap) is not { Code: not null } chosen)
        {
            return NotFound();
        }

        (Code, Word) = (chosen.Code, chosen.Word);
        Station = IsStation ? Place : station == "-" ? "" : string.IsNullOrEmpty(station) ? null : station;
        Week = LocalDatePattern.Iso.Parse(week ?? "") is { Success: true, Value: var monday } ? monday : null;
        var behind = QualityFigures.Behind(Installation.Store, chosen.Gap, Station, Week);
        Counted = behind.Count;
        if (!SeesNames)
        {
            return Page();
        }

        // A station sees the names of its own releases, an office those of its own cases, the inspector all.
        var mine = IsStation || User.RoleName() == Roles.Inspector ? behind : QualityFigures.Behind(Installation.Store, chosen.Gap, Station, Week, Place);
        Mine = mine.Count;
        From = Math.Clamp(from, 0, Math.Max(0, Mine - 1)) / PageSize * PageSize;
        Cases = Installation.Cases.ByIds([.. mine.Skip(From).Take(PageSize)]);
        await Accesses.RecordAsync(Installation, Who, Cases.Select(c => c.Id), "A name behind a count of data quality", HttpContext.Request.Path);
        return Page();
    }

    public string? Earlier => From > 0 ? QualityModel.Address(Code, Station, Week, From - PageSize) : null;

    public string? Next => From + PageSize < Mine ? QualityModel.Address(Code, Station, Week, From + PageSize) : null;
}
