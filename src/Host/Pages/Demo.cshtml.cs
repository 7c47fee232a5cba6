using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using Throughline.Host.Casework;
using Throughline.Host.Demonstrations;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages;

/// <summary>Moves the demonstration's clock to the next thing that is due: an answer, a slot, the end of a window.</summary>
internal sealed class DemoModel(Installation installation, Faulting faulting, Sweeping sweeping) : PageModel
{
    public bool IsMovable => installation.Clock is DemoClock;

    public Instant Now => installation.Clock.GetCurrentInstant();

    public (Instant At, string What)? Next => IsMovable ? Find() : null;

    public static string Words(Instant at) => at.InUtc().ToString("ddd, MMM d, uuuu, HH:mm", CultureInfo.InvariantCulture);

    public async Task<IActionResult> OnPostAsync()
    {
        if (installation.Clock is DemoClock clock && Find() is { } next)
        {
            await faulting.MoveAsync(clock, next.At + Duration.FromSeconds(1));
            await sweeping.SweepAsync();
        }

        return Redirect("/demonstration");
    }

    private string NameOf(string? office) => installation.Programme.Offices.GetValueOrDefault(office ?? "")?.Name ?? "the office";

    private (Instant At, string What)? Find()
    {
        var now = Now.ToUnixTimeTicks() / 10;
        var answer = installation.Cases.List("c.handoff in ('sent', 'delivered') and c.answer_by > @p0 order by c.answer_by", 1, now)
            .Select(c => (c.AnswerBy!.Value, $"{NameOf(c.Office)} has let 24 open hours pass without an answer for {c.Card.FullName}; it becomes work for both"));
        var slot = installation.Cases.List("c.obligation = 'running' and c.due > @p0 order by c.due", 1, now).Select(c => (c.Due!.Value, $"{c.Card.FullName} has a place at {NameOf(c.Office)}"));
        var look = new Due(installation.Store).NextLook(Now) is { } at ? [(at, "A place was not used, or a window ends: the system asks first what it did wrong itself")] : Array.Empty<(Instant, string)>();
        return answer.Concat(slot).Concat(look).OrderBy(e => e.Item1).Select(e => ((Instant, string)?)e).FirstOrDefault();
    }
}
