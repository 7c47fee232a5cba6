using System.Collections.Immutable;
using Throughline.Casefile;
using Throughline.Casefile.Handoffs;
using Throughline.Storage;

namespace Throughline.Host;

/// <summary>What leaves the system because of an event. Written with it, sent after it; facts of history have no events here.</summary>
internal static class Effects
{
    public const string Handoff = "hand-off";

    public static IEnumerable<OutboxEntry> Of(ImmutableArray<NewEvent> events) =>
        from e in events
        where e.Event is HandoffSent
        select new OutboxEntry($"{Handoff}:{e.Case.Number}:{e.OccurredAt.ToUnixTimeTicks()}", e.Case, Handoff, ((HandoffSent)e.Event).Office);
}
