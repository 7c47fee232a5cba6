using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Transfers;

namespace Throughline.Host;

/// <summary>Refusals that belong to the door itself and to no subject.</summary>
internal static class Refusals
{
    public static readonly Refusal NoSuchCase = new("no-such-case", "There is no case with this number.");

    public static readonly Refusal NoSuchRecord = new("no-such-record", "There is no record with this number.");

    public static readonly Refusal UnknownOffice = new("unknown-office", "This office is not in the programme: nobody would have the case.");

    public static readonly Refusal UnknownCode = new("unknown-code", "No notice has this code. Check each character against the paper.");

    /// <summary>
    /// Null when nobody changed the case since <paramref name="seen"/>. The receipt of a hand-off, and that a message left or
    /// arrived, are written by a job at any moment, and are nothing that anyone decides on.
    /// </summary>
    public static Refusal? ChangedSince(CaseFile file, int seen)
    {
        var since = file.Events.LastOrDefault(e => e.Version > seen && e.Event is not (HandoffDelivered or TransferDelivered or MessageSent or MessageDelivered));
        return since is not null ? ChangedMeanwhile(since) : seen > file.State.Version ? ChangedMeanwhile(file.Events[^1]) : null;
    }

    private static Refusal ChangedMeanwhile(RecordedEvent by) => new(
        "changed-meanwhile",
        $"Someone else changed this case at {by.RecordedAt.InUtc():HH:mm} UTC ({by.Who.Name}). Nothing of theirs was overwritten: look at it, then decide again.");
}
