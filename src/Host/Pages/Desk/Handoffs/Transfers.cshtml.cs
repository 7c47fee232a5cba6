using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Transfers;
using Throughline.Host.Access;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.Handoffs;

/// <summary>Cases on their way between offices, and the balance of them: one line apart from that of releases.</summary>
internal sealed class TransfersModel(Installation installation) : HandoffPage(installation)
{
    private const int LinesAtMost = 200;

    public BalanceDay Balance { get; private set; } = null!;

    /// <summary>The open ones first, each with the person.</summary>
    public IReadOnlyList<(TransferLine Line, ListedCase Who)> Lines { get; private set; } = [];

    public int Count { get; private set; }

    public string? Done { get; private set; }

    public async Task OnGetAsync(string? done)
    {
        Done = done switch
        {
            "send" => "Sent on. Until the other office accepts you are responsible.",
            "accept" => "Taken over. This office is responsible from here on, and the person is told.",
            "return" => "Returned. It is open work of the office that sent it.",
            "withdraw" => "Withdrawn. The case stays here.",
            "decline" => "The case stays here.",
            _ => null,
        };
        var today = Now.InUtc().Date;
        var place = IsStation ? "" : Whose;
        Balance = TransferFigures.At(Installation.Store, today, place);
        var all = TransferFigures.Lines(Installation.Store, today, place);
        Count = all.Count;
        var shown = all.OrderBy(l => l.Standing.Part switch { "waiting" => 0, "returned" => 1, _ => 2 }).Take(LinesAtMost).ToList();
        var people = Installation.Cases.ByIds([.. shown.Select(l => l.Case.Number).Distinct()]).ToDictionary(c => c.Id);
        Lines = [.. shown.Where(l => people.ContainsKey(l.Case)).Select(l => (l, people[l.Case]))];
        await Accesses.RecordAsync(Installation, Who, people.Keys, "The names behind the balance of transfers", HttpContext.Request.Path);
    }

    /// <summary>What this office can do with it next.</summary>
    public string? NextOf(TransferLine line) => !IsOffice ? null
        : line.Standing.Part == "waiting" && line.Standing.To == Place ? "Answer"
        : line.Standing.Part is "waiting" or "returned" && line.Standing.From == Place ? "Look" : null;

    public string When(Instant at) => DeskTime.At(at, Zone, Now);
}
