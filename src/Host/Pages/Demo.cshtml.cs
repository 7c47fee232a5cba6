using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using Throughline.Host.Demonstrations;

namespace Throughline.Host.Pages;

/// <summary>Moves the demonstration's clock to the next thing that is due: an answer, a slot, the end of a window.</summary>
internal sealed class DemoModel(Installation installation) : PageModel
{
    public bool IsMovable => installation.Clock is DemoClock;

    public Instant Now => installation.Clock.GetCurrentInstant();

    public (Instant At, string What)? Next => IsMovable ? Find() : null;

    public static string Words(Instant at) => at.InUtc().ToString("ddd, MMM d, uuuu, HH:mm", CultureInfo.InvariantCulture);

    public IActionResult OnPost()
    {
        if (installation.Clock is DemoClock clock && Find() is { } next)
        {
            clock.MoveTo(next.At + Duration.FromSeconds(1));
        }

        return Redirect("/demonstration");
    }

    private (Instant At, string What)? Find()
    {
        var now = Now.ToUnixTimeTicks() / 10;
        var answer = installation.Cases.List("c.handoff in ('sent', 'delivered') and c.answer_by > @p0 order by c.answer_by", 1, now);
        var due = installation.Cases.List("c.obligation = 'running' and c.due > @p0 order by c.due", 1, now);
        var events = answer.Select(c => (At: c.AnswerBy!.Value, $"24 open hours pass without an answer for {c.Card.FullName}"))
            .Concat(due.Select(c => (At: c.Due!.Value, $"the slot of {c.Card.FullName}")));
        return events.OrderBy(e => e.At).Select(e => ((Instant, string)?)e).FirstOrDefault();
    }
}
