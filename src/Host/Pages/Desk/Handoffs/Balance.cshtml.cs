using NodaTime;
using NodaTime.Text;
using Throughline.Casefile;
using Throughline.Host.Access;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.Handoffs;

/// <summary>The balance of a day with the names behind each number, a part and a page at a time.</summary>
internal sealed class BalanceModel(Installation installation) : HandoffPage(installation)
{
    private const int PageSize = 100, DaysBack = 14;

    public LocalDate Date { get; private set; }

    public Balance Balance { get; private set; } = null!;

    /// <summary>Each part with its number; the difference only when there is one.</summary>
    public IReadOnlyList<(string Part, long Count)> Parts { get; private set; } = [];

    public string Part { get; private set; } = "waiting";

    public IReadOnlyList<HandoffLine> Lines { get; private set; } = [];

    public IReadOnlyDictionary<CaseId, string> Names { get; private set; } = new Dictionary<CaseId, string>();

    public bool MaySeeNames => User.RoleName() != Roles.Analyst;

    public int From { get; private set; }

    public int Count { get; private set; }

    public async Task OnGetAsync(string? date, string? part, int from)
    {
        var today = Now.InUtc().Date;
        Date = LocalDatePattern.Iso.Parse(date ?? "") is { Success: true, Value: var d } && d <= today && d.Year > 2000 ? d : today;
        Balance = BalanceFigures.At(Installation.Store, Date, MaySeeNames ? Whose : null, DaysBack);
        (string, long)[] parts = [("waiting", Balance.Waiting), ("returned", Balance.Returned), ("accepted", Balance.Accepted), ("withdrawn", Balance.Withdrawn), ("difference", Balance.Unsent)];
        Parts = Balance.Unsent > 0 ? parts : parts[..^1];
        Part = Parts.Any(p => p.Part == part) ? part! : "waiting";
        Count = (int)parts.Single(p => p.Item1 == Part).Item2;
        From = Math.Clamp(from, 0, Math.Max(0, Count - 1));
        if (MaySeeNames)
        {
            Lines = [.. BalanceFigures.Lines(Installation.Store, Date, Whose, Part).Skip(From).Take(PageSize)];
            Names = BalanceFigures.Names(Installation.Store, Lines);
            await Accesses.RecordAsync(Installation, Who, Names.Keys, "The names behind the balance", HttpContext.Request.Path);
        }
    }

    public string Address(string part, int from = 0) => $"/desk/handoffs/balance?date={Date:uuuu-MM-dd}&part={part}{(from > 0 ? "&from=" + from : "")}";

    public string? Earlier => From > 0 ? Address(Part, Math.Max(0, From - PageSize)) : null;

    public string? Next => From + PageSize < Count ? Address(Part, From + PageSize) : null;
}
