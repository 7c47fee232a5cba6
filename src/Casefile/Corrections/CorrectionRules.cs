using NodaTime;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Releases;
using Throughline.Casefile.WalkIns;

namespace Throughline.Casefile.Corrections;

/// <summary>Wrong data is corrected in the open: the line stays visible, and what it caused is taken out of effect with it.</summary>
public static class CorrectionRules
{
    public static Refusal NoSuchLine(int line) => new("no-such-line", $"This case has no line {line}.");

    public static readonly Refusal ReasonNeeded = new("reason-needed", "Write why the line is wrong: everybody who reads the case sees it.");

    public static readonly Refusal OpensTheCase = new("opens-the-case", "This line opened the case. A case that should not exist is closed as opened in error.");

    public static readonly Refusal GoesOn = new("case-goes-on", "This line stopped what was due. Reopen or resume the case instead: the person then gets back the time that was left.");

    public static readonly Refusal IsACorrection = new("is-a-correction", "This line is itself a correction. Record the fact anew instead.");

    public static Decision RecordInError(CaseFile file, int line, string? why, Instant now)
    {
        if (string.IsNullOrWhiteSpace(why))
        {
            return ReasonNeeded;
        }

        if (line < 1 || line > file.Events.Length)
        {
            return NoSuchLine(line);
        }

        var wrong = file.Events[line - 1];
        if (wrong.Event is PersonReleased or WalkInKept or RowReturned)
        {
            return OpensTheCase;
        }

        if (wrong.Event is CaseClosed or CaseSuspended)
        {
            return GoesOn;
        }

        if (wrong.Event is RecordedInError)
        {
            return IsACorrection;
        }

        var struck = Case.StruckLines(file.Events);
        var lines = Followed(file, wrong).Where(l => !struck.Contains(l));
        return Decision.Of(file.State.Id, now, [.. lines.Select(l => (CaseEvent)new RecordedInError(l))]);
    }

    /// <summary>The line, and what the same recording derived from it: a report that was not made has met no duty and ended no order.</summary>
    private static IEnumerable<int> Followed(CaseFile file, RecordedEvent wrong)
    {
        yield return wrong.Version;
        if (wrong.Event is not CheckedIn)
        {
            yield break;
        }

        foreach (var e in file.Events.Skip(wrong.Version).TakeWhile(e => e.RecordedAt == wrong.RecordedAt && e.OccurredAt == wrong.OccurredAt))
        {
            if (e.Event is ObligationMet or SlotGivenBack or OrderEnded)
            {
                yield return e.Version;
            }
        }
    }
}
