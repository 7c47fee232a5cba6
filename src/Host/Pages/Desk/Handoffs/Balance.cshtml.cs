using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using Throughline.Host.Access;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.Handoffs;

/// <summary>The balance of a day with the names behind each number.</summary>
internal sealed class BalanceModel(Installation installation) : DeskPage(installation)
{
    private const int PageSize = 50;

    public static readonly IReadOnlyList<string> Parts = ["waiting", "returned", "accepted", "withdrawn"];

    public LocalDate Date { get; private set; }

    public Balance Balance { get; private set; } = null!;

    public string Part { get; private set; } = "waiting";

    public IReadOnlyList<HandoffLine> Names { get; private set; } = [];

    public int From { get; private set; }

    public int Count { get; private set; }

    public async Task OnGetAsync(string? date, string? part, int from)
    {
        Date = LocalDatePattern.Iso.Parse(date ?? "") is { Success: true, Value: var d } ? d : Now.InUtc().Date;
        Part = Parts.Contains(part ?? "") ? part! : "waiting";
        Balance = BalanceFigures.At(Installation.Store, Date, User.RoleName() is Roles.Inspector or Roles.Analyst ? null : Place);
        var all = Balance.In(Part).ToList();
        Count = all.Count;
        From = Math.Clamp(from, 0, Math.Max(0, Count - 1));
        Names = User.RoleName() == Roles.Analyst ? [] : [.. all.Skip(From).Take(PageSize)];
        await Accesses.RecordAsync(Installation, Who, Names.Select(n => n.Case), "The names behind the balance", HttpContext.Request.Path);
    }

    public string Address(string part, int from = 0) => $"/desk/handoffs/balance?date={Date:uuuu-MM-dd}&part={part}&from={from}";

    public string? Earlier => From > 0 ? Address(Part, Math.Max(0, From - PageSize)) : null;

    public string? Next => From + PageSize < Count ? Address(Part, From + PageSize) : null;
}
