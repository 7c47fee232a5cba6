using NodaTime;
using Throughline.Casefile;

namespace Throughline.Host;

/// <summary>Refusals that belong to the door itself and to no subject.</summary>
internal static class Refusals
{
    public static readonly Refusal NoSuchCase = new("no-such-case", "There is no case with this number.");

    public static readonly Refusal NoSuchRecord = new("no-such-record", "There is no record with this number.");

    public static readonly Refusal UnknownCode = new("unknown-code", "No notice has this code. Check each character against the paper.");

    public static Refusal ChangedMeanwhile(CaseFile file) => new(
        "changed-meanwhile",
        $"Someone else changed this case at {file.Events[^1].RecordedAt.InUtc():HH:mm} UTC ({file.Events[^1].Who.Name}). Nothing of theirs was overwritten: look at it, then decide again.");
}
