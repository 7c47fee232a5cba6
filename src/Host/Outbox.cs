using Throughline.Casefile;
using Throughline.Host.Casework;
using Throughline.Storage;

namespace Throughline.Host;

/// <summary>Sends what was written to the outbox, after its commit and at least once. Attempts and errors are kept with each row.</summary>
internal static class Outbox
{
    private static readonly Actor Sender = Actor.Machine("delivery");

    public static async Task SendWaitingAsync(Installation installation, Receiving receiving)
    {
        foreach (var row in OutboxRows.Waiting(installation.Store, 200))
        {
            var outcome = row.Kind switch
            {
                // On one installation the package is in the receiving office's inbox as soon as it is delivered here.
                Effects.Handoff => await receiving.DeliverAsync(Sender, row.Case),
                _ => throw new InvalidOperationException($"No sender for outbox rows of kind {row.Kind}."),
            };
            OutboxRows.Done(installation.Store, row.Id, installation.Clock.GetCurrentInstant(), outcome.Refused?.Sentence);
        }
    }
}
